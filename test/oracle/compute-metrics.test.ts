import { expect, test } from 'vitest';
import { computeLake } from './compute-lake.ts';
import { computeMetrics, type MetricsQuery } from './compute-metrics.ts';
import { bet, landed, OPTIONS } from './landing-example.ts';

const EUR = { player_ccy_code: 'EUR', partner_company_id: 133 };
const stake = (members: Parameters<typeof bet>[0]) => bet({ bet_transaction_type_id: 1, ...members });
const LAKE = computeLake(
  [
    landed('players/a', { player_code: 'A', ...EUR }, { player_code: 'B', ...EUR }),
    landed(
      'bets/a',
      stake({ bet_id: 1, player_code: 'A', game_id: 1, real_debit_amount: '-1.00', bet_channel_code: 'W' }),
      stake({ bet_id: 2, player_code: 'A', game_id: 2, real_debit_amount: '-2.00' }),
      stake({ bet_id: 3, player_code: 'B', game_id: 2, real_debit_amount: '-9.00', bet_channel_code: 'M' }),
      stake({ bet_id: 4, player_code: 'C', game_id: 2, bet_dt: '2021-10-11 00:00:00' }),
      stake({ bet_id: 5, player_code: 'B', game_id: 1, bet_dt: '2021-10-05 00:00:00' }),
    ),
  ],
  OPTIONS,
);

function compute(query: Partial<MetricsQuery>): unknown[][] {
  const full = { metric: 'bets-per-player', by: 'week', slice: [], where: [], ...query } as const;
  return computeMetrics(LAKE, full).map((row) => Object.values(row));
}

test('bets per player come by period, then by bets, then by key', () => {
  expect(compute({})).toEqual([
    ['2021-10-04', 133n, 'A', 2n, 2n],
    ['2021-10-04', 133n, 'B', 2n, 1n],
    ['2021-10-11', 133n, 'C', 1n, 0n],
  ]);
  expect(compute({ top: 1, to: '2021-10-10' })).toEqual([['2021-10-04', 133n, 'A', 2n, 2n]]);
  expect(compute({ from: '2021-10-05', to: '2021-10-05' })).toEqual([['2021-10-04', 133n, 'B', 1n, 0n]]);
});

test('amounts carry the currency once, and the top is of each', () => {
  expect(compute({ metric: 'amounts-per-player', by: 'month', top: 1 })).toEqual([
    ['2021-10-01', 133n, 'B', 'EUR', '9.00', '0.00', '0.00', '0.00'],
    ['2021-10-01', 133n, 'C', 'unknown', '0.00', '0.00', '0.00', '0.00'],
  ]);
  const [row] = computeMetrics(LAKE, {
    metric: 'amounts-per-player',
    by: 'year',
    slice: ['country_code', 'player_ccy_code', 'partner_company_id'],
    where: [],
    total: true,
  });
  expect(row).toEqual({
    period_start: '2021-01-01',
    country_code: 'none',
    player_ccy_code: 'EUR',
    partner_company_id: 133n,
    real_spent_amount: '12.00',
    bonus_spent_amount: '0.00',
    real_won_amount: '0.00',
    bonus_won_amount: '0.00',
    distinct_players_count: 2n,
    distinct_games_count: 2n,
  });
});

test('games are ranked over the rows of the result, slices with NULL last', () => {
  expect(compute({ metric: 'most-played-games', by: 'year' })).toEqual([
    ['2021-01-01', 2n, 'unknown', 3n, 3n, 1n],
    ['2021-01-01', 1n, 'unknown', 2n, 2n, 2n],
  ]);
  expect(compute({ metric: 'most-played-games', by: 'year', slice: ['bet_channel_code'] })).toEqual([
    ['2021-01-01', 2n, 'unknown', null, 2n, 2n, 1n],
    ['2021-01-01', 1n, 'unknown', 'W', 1n, 1n, 2n],
    ['2021-01-01', 1n, 'unknown', null, 1n, 1n, 3n],
    ['2021-01-01', 2n, 'unknown', 'M', 1n, 1n, 4n],
  ]);
});

test('places begin anew within each value of a slice', () => {
  const slice = ['bet_channel_code'];
  const ranked = { metric: 'most-played-games', by: 'year', slice, topWithin: slice, top: 1 } as const;
  expect(compute(ranked)).toEqual([
    ['2021-01-01', 2n, 'unknown', 'M', 1n, 1n, 1n],
    ['2021-01-01', 1n, 'unknown', 'W', 1n, 1n, 1n],
    ['2021-01-01', 2n, 'unknown', null, 2n, 2n, 1n],
  ]);
  expect(() => compute({ topWithin: slice })).toThrow('expected one of the slices, got bet_channel_code');
});

test('all the days are one period, which the first day of the range or with bets names', () => {
  const distinct = { metric: 'distinct-games-per-player', by: 'all' } as const;
  expect(compute(distinct)).toEqual([
    ['2021-10-04', 133n, 'A', 2n],
    ['2021-10-04', 133n, 'B', 2n],
    ['2021-10-04', 133n, 'C', 1n],
  ]);
  expect(compute({ ...distinct, from: '2021-10-01', to: '2021-10-10', total: true })).toEqual([
    ['2021-10-01', 2n, 2n],
  ]);
  expect(compute({ ...distinct, from: '2021-10-05', total: true })).toEqual([['2021-10-05', 2n, 2n]]);
  expect(compute({ ...distinct, from: '2022-01-01', total: true })).toEqual([]);
});

test('one column is wanted with any of its values, several with all; an empty value is NULL', () => {
  const where = [
    ['bet_channel_code', 'W'],
    ['bet_channel_code', ''],
    ['player_ccy_code', 'EUR'],
  ] as const;
  expect(compute({ metric: 'distinct-games-per-player', where })).toEqual([
    ['2021-10-04', 133n, 'A', 2n],
    ['2021-10-04', 133n, 'B', 1n],
  ]);
  expect(compute({ metric: 'distinct-games-per-player', by: 'year', where: [], total: true })).toEqual([
    ['2021-01-01', 2n, 3n],
  ]);
  expect(() => compute({ where: [['nothing', 'x']] })).toThrow(
    /^expected one of .*country_code.*, got nothing$/,
  );
});
