import { expect, test } from 'vitest';
import { games } from '../../glue/datasets/games.ts';
import { players } from '../../glue/datasets/players.ts';
import { betCodes } from '../../glue/rollups/index.ts';
import type { Dataset } from '../../glue/schema.ts';
import { findSlice, sliceNames, slices } from '../../glue/slices.ts';

test('each column to slice by names the source of its value', () => {
  const ofPlayer = (value: string) =>
    `case when players.player_code is null then 'unknown' else coalesce(players.${value}, 'none') end`;
  const ofGame = (value: string) =>
    `case when games.game_id is null then 'unknown' else coalesce(games.${value}, 'none') end`;
  const codesOf = ({ columns }: Pick<Dataset, 'columns'>) =>
    columns.filter(({ code }) => code).map(({ name }) => name);
  expect(codesOf(players)).toEqual(expect.arrayContaining(['country_code', 'player_ccy_code']));
  expect(codesOf(games)).toEqual(expect.arrayContaining(['game_category_code', 'game_type_code']));
  expect(slices.map(({ column, sql, joins }) => [column.name, sql, joins])).toEqual([
    ...codesOf(players).map((name) => [name, ofPlayer(name), 'players']),
    ...codesOf(games).map((name) => [name, ofGame(name), 'games']),
    ['activity_type', "coalesce(cast(activity.bet_transaction_type_id as varchar), 'none')", null],
    ['collection', ofGame('game_category_code'), 'games'],
    ...betCodes.map((name) => [name, `activity.${name}`, null]),
    ['partner_company_id', 'activity.partner_company_id', null],
  ]);
});

test('a column is found by its name, and no other', () => {
  expect(sliceNames).toEqual(slices.map(({ column }) => column.name));
  for (const slice of slices) expect(findSlice(slice.column.name)).toBe(slice);
  expect(findSlice('game_name')).toBeUndefined();
});
