import { expect, test } from 'vitest';
import { betCodes } from '../../glue/rollups/index.ts';
import { findSlice, sliceNames, slices } from '../../glue/slices.ts';

test('each column to slice by names the source of its value', () => {
  const ofPlayer = (value: string) =>
    `case when players.player_code is null then 'unknown' else coalesce(players.${value}, 'none') end`;
  const ofGame = (value: string) =>
    `case when games.game_id is null then 'unknown' else coalesce(games.${value}, 'none') end`;
  expect(slices.map(({ column, sql, joins }) => [column.name, sql, joins])).toEqual([
    ['country_code', ofPlayer('country_code'), 'players'],
    ['player_ccy_code', ofPlayer('player_ccy_code'), 'players'],
    ['game_category_code', ofGame('game_category_code'), 'games'],
    ['game_type_code', ofGame('game_type_code'), 'games'],
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
