import { expect, test } from 'vitest';
import { bets } from '../../glue/datasets/bets.ts';
import { games } from '../../glue/datasets/games.ts';
import { players } from '../../glue/datasets/players.ts';
import { activityMeasures } from '../../glue/rollups/columns.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import {
  activity,
  betCodes,
  dimensions,
  playerDimension,
  rollups,
  toActivitySql,
  toDimensionSql,
} from '../../glue/rollups/index.ts';

test('activity has the day, its week, the player, the game, the codes of a bet and what adds up', () => {
  expect(activity.columns.map(({ name }) => name)).toEqual([
    'bet_date',
    'week_start',
    'partner_company_id',
    'player_code',
    'game_id',
    ...betCodes,
    ...activityMeasures.map(({ name }) => name),
  ]);
  const codes = bets.columns.filter(({ code }) => code);
  expect(codes.map(({ name }) => name)).toEqual(betCodes);
  expect(activity.columns).toEqual(expect.arrayContaining(codes));
});

test('a dimension holds the newest row of each key, with where it came from; what metrics join holds no more', () => {
  const columnsOf = Object.fromEntries(
    dimensions.map(({ name, columns }) => [name, columns.map((each) => each.name)]),
  );
  const origin = ['landing_key', 'line_number'];
  expect(columnsOf.player_dimension).toEqual([
    ...['partner_company_id', 'player_code'],
    ...players.columns.filter(({ code }) => code).map(({ name }) => name),
    ...origin,
  ]);
  expect(columnsOf.game_dimension).toEqual([...games.columns.map(({ name }) => name), ...origin]);
  expect(columnsOf.player_profiles).toEqual([...players.columns.map(({ name }) => name), ...origin]);
  expect(playerDimension.columns.filter((column) => 'personal' in column)).toEqual([]);
  expect(rollups.map(({ name, rowMeaning }) => [name, rowMeaning])).toEqual([
    ['activity', 'one day, player, game and combination of the codes a bet carries'],
    ['player_dimension', 'one player, as of the newest row'],
    ['player_profiles', 'one player, as of the newest row'],
    ['game_dimension', 'one game, as of the newest row'],
  ]);
});

test('values get into the SQL quoted', () => {
  const sql = toActivitySql(
    { rows: '(select 1)', definition: { ...defaultDefinition, voidStatuses: ['V', "X'"] } },
    "2021-10-04'",
  );
  expect(sql).toContain("'2021-10-04'''");
  expect(sql).toContain("'V', 'X'''");
  expect(
    toActivitySql(
      { rows: '(select 1)', definition: { ...defaultDefinition, stakeTypes: [] } },
      '2021-10-04',
    ).match(/in \(null\)/g),
  ).toHaveLength(2);
  for (const dimension of dimensions) {
    const names = dimension.columns.map(({ name }) => name).join(', ');
    expect(toDimensionSql(dimension, '(select 1)')).toContain(names);
    expect(toDimensionSql(dimension, '(select 1)')).toContain(dimension.dataset.key.join(', '));
  }
});
