import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MetricQuery, toMetricSql, toSliceValuesSql } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';
import { readRows } from '../client/local/plain-rows.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

/** Two players of one code under two companies and one without; of the games only the first is known. */
const lake = `
create table player_dimension as select * from (values
  (1, 'P', 'FI', 'EUR'), (2, 'P', 'SE', 'SEK')) as t(partner_company_id, player_code, country_code, player_ccy_code);
create table game_dimension as select * from (values
  (7, 'Fast Hands', 'C', 'Cards')) as t(game_id, game_name, game_category_code, game_type_code);
create table activity as select
  day as bet_date, cast(date_trunc('week', day) as date) as week_start, company as partner_company_id,
  'P' as player_code, game as game_id, 'W' as bet_channel_code, 'A' as bet_status_code, kind as bet_transaction_type_id,
  null::bigint as operating_company_id, brand as brand_id, bets as bets_count, staked as staked_bets_count,
  rd::decimal(38,2) as real_spent_amount, rc::decimal(38,2) as real_won_amount,
  bd::decimal(38,2) as bonus_spent_amount, bc::decimal(38,2) as bonus_won_amount
from (values
  (date '2020-12-31', 1, 7, 1, 10, 5, 4, 1.00, 0.10, 0.01, 3.00),
  (date '2021-01-01', 1, 8, 2, 10, 2, 1, 0.50, 0.20, 0.02, 0.00),
  (date '2021-01-04', 1, 7, 1, 11, 1, 1, 0.25, 0.00, 0.00, 0.00),
  (date '2021-01-04', 2, 7, 1, null, 9, 9, 9.99, 0.00, 0.00, 0.00),
  (date '2021-01-04', null, 7, null, null, 3, 0, 0.00, 7.00, 0.00, 0.00)
) as t(day, company, game, kind, brand, bets, staked, rd, rc, bd, bc)`;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
  await connection.run(lake);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const defaults: MetricQuery = { metric: 'bets-per-player', by: 'year', slice: [], where: [] };

/** Every row's values, as text, in their order. */
async function queryMetric(query: Partial<MetricQuery>): Promise<string[]> {
  const rows = await readRows(connection, toMetricSql({ ...defaults, ...query }));
  return rows.map((row) => Object.values(row).join(' '));
}

async function namesOf(query: Partial<MetricQuery>): Promise<string> {
  const reader = await connection.runAndReadAll(toMetricSql({ ...defaults, ...query }));
  return reader.columnNames().join(' ');
}

describe('a metric has its rows by period, the largest first', () => {
  test('for bets per player; a player is a code within a company, or without one', async () => {
    expect(await namesOf({})).toBe(
      'period_start partner_company_id player_code bets_count staked_bets_count',
    );
    expect(await queryMetric({})).toEqual([
      '2020-01-01 1 P 5 4',
      '2021-01-01 2 P 9 9',
      '2021-01-01 1 P 3 2',
      '2021-01-01  P 3 0',
    ]);
  });

  test('for amounts per player, ranked within their currency', async () => {
    const query = { metric: 'amounts-per-player', top: 1 } as const;
    expect(await namesOf(query)).toBe(
      'period_start partner_company_id player_code player_ccy_code real_spent_amount bonus_spent_amount real_won_amount bonus_won_amount',
    );
    expect(await queryMetric(query)).toEqual([
      '2020-01-01 1 P EUR 1.00 0.01 0.10 3.00',
      '2021-01-01 1 P EUR 0.75 0.02 0.20 0.00',
      '2021-01-01 2 P SEK 9.99 0.00 0.00 0.00',
      '2021-01-01  P unknown 0.00 0.00 7.00 0.00',
    ]);
  });

  test('for the most played games, with their rank', async () => {
    const query = { metric: 'most-played-games' } as const;
    expect(await namesOf(query)).toBe(
      'period_start game_id game_name bets_count distinct_players_count popularity_rank',
    );
    expect(await queryMetric(query)).toEqual([
      '2020-01-01 7 Fast Hands 5 1 1',
      '2021-01-01 7 Fast Hands 13 3 1',
      '2021-01-01 8 unknown 2 1 2',
    ]);
  });

  test('for distinct games per player', async () => {
    const query = { metric: 'distinct-games-per-player' } as const;
    expect(await namesOf(query)).toBe('period_start partner_company_id player_code distinct_games_count');
    expect(await queryMetric(query)).toEqual([
      '2020-01-01 1 P 1',
      '2021-01-01 1 P 2',
      '2021-01-01 2 P 1',
      '2021-01-01  P 1',
    ]);
  });

  test.each([
    ['day', ['2020-12-31 5', '2021-01-01 2', '2021-01-04 13']],
    ['week', ['2020-12-28 7', '2021-01-04 13']],
    ['month', ['2020-12-01 5', '2021-01-01 15']],
    ['year', ['2020-01-01 5', '2021-01-01 15']],
  ] as const)('by %s', async (by, expected) => {
    const rows = await queryMetric({ by, total: true });
    expect(rows.map((row) => row.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });
});

describe('the totals of a metric leave out the player and the game', () => {
  test.each([
    [
      'bets-per-player',
      'bets_count staked_bets_count distinct_players_count distinct_games_count',
      '15 11 3 2',
    ],
    ['most-played-games', 'bets_count distinct_players_count distinct_games_count', '15 3 2'],
    ['distinct-games-per-player', 'distinct_games_count distinct_players_count', '2 3'],
  ] as const)('%s', async (metric, names, values) => {
    const query = { metric, total: true, from: '2021-01-01' };
    expect(await namesOf(query)).toBe(`period_start ${names}`);
    expect(await queryMetric(query)).toEqual([`2021-01-01 ${values}`]);
  });

  test('for amounts-per-player, with one row per currency', async () => {
    const query = { metric: 'amounts-per-player', total: true, from: '2021-01-01' } as const;
    expect(await namesOf(query)).toBe(
      'period_start player_ccy_code real_spent_amount bonus_spent_amount real_won_amount bonus_won_amount distinct_players_count distinct_games_count',
    );
    expect(await queryMetric(query)).toEqual([
      '2021-01-01 EUR 0.75 0.02 0.20 0.00 1 2',
      '2021-01-01 SEK 9.99 0.00 0.00 0.00 1 1',
      '2021-01-01 unknown 0.00 0.00 7.00 0.00 1 1',
    ]);
  });
});

describe('a metric can be sliced', () => {
  test.each([
    ['country_code', ['unknown 3', 'FI 3', 'SE 9']],
    ['game_type_code', ['Cards 13', 'unknown 2']],
    ['player_ccy_code', ['EUR 3', 'SEK 9', 'unknown 3']],
    ['activity_type', ['1 10', 'none 3', '2 2']],
    ['collection', ['C 13', 'unknown 2']],
    ['game_category_code', ['C 13', 'unknown 2']],
    ['bet_channel_code', ['W 15']],
    ['bet_status_code', ['A 15']],
    ['bet_transaction_type_id', ['1 10', ' 3', '2 2']],
    ['operating_company_id', [' 15']],
    ['brand_id', [' 12', '10 2', '11 1']],
    ['partner_company_id', ['1 3', '2 9', ' 3']],
  ])('by %s', async (slice, expected) => {
    const rows = await queryMetric({ slice: [slice], total: true, from: '2021-01-01' });
    const keys = rows.map((row) => row.split(' ').slice(1, 3).join(' '));
    expect([...keys].sort()).toEqual([...expected].sort());
    expect(sliceNames).toContain(slice);
  });

  test('by several columns, in the order they are given, each once; the currency of amounts first', async () => {
    const slice = ['brand_id', 'country_code', 'brand_id'];
    expect(await namesOf({ slice, total: true })).toMatch(/^period_start brand_id country_code bets_count/);
    expect(await namesOf({ metric: 'amounts-per-player', slice, total: true })).toMatch(
      /^period_start player_ccy_code brand_id country_code real_spent/,
    );
    expect(
      await namesOf({ metric: 'amounts-per-player', slice: ['brand_id', 'player_ccy_code'], total: true }),
    ).toMatch(/^period_start brand_id player_ccy_code real_spent/);
  });

  test('by a column of its key, which is shown once', async () => {
    expect(await namesOf({ slice: ['partner_company_id'] })).toBe(
      'period_start partner_company_id player_code bets_count staked_bets_count',
    );
  });

  test('with ties in the order of the key, NULL last', async () => {
    const query = { slice: ['brand_id'], where: [{ column: 'country_code', value: 'unknown' }] };
    expect(await queryMetric({ ...query, metric: 'bets-per-player' })).toEqual(['2021-01-01  P  3 0']);
    const played = await queryMetric({ metric: 'distinct-games-per-player', by: 'day', slice: ['brand_id'] });
    expect(played.slice(-3)).toEqual(['2021-01-04 1 P 11 1', '2021-01-04 2 P  1', '2021-01-04  P  1']);
  });
});

describe('a metric can be narrowed', () => {
  const total = { total: true, metric: 'most-played-games' } as const;
  test.each<[string, Partial<MetricQuery>, string[]]>([
    ['from a day on, it included', { from: '2021-01-01' }, ['2021-01-01 15 3 2']],
    ['up to a day, it included', { to: '2021-01-01' }, ['2020-01-01 5 1 1', '2021-01-01 2 1 1']],
    ['to one day', { from: '2021-01-01', to: '2021-01-01' }, ['2021-01-01 2 1 1']],
    ['to a value', { where: [{ column: 'brand_id', value: '11' }] }, ['2021-01-01 1 1 1']],
    ['to NULL', { where: [{ column: 'brand_id', value: '' }] }, ['2021-01-01 12 2 1']],
    [
      'to any of several values',
      {
        where: [
          { column: 'brand_id', value: '10' },
          { column: 'brand_id', value: '11' },
        ],
      },
      ['2020-01-01 5 1 1', '2021-01-01 3 1 2'],
    ],
    [
      'to a value or NULL, and a value of another column',
      {
        where: [
          { column: 'brand_id', value: '11' },
          { column: 'brand_id', value: '' },
          { column: 'country_code', value: 'FI' },
        ],
      },
      ['2021-01-01 1 1 1'],
    ],
    [
      'to what games give',
      { where: [{ column: 'collection', value: 'C' }], from: '2021-01-01' },
      ['2021-01-01 13 3 1'],
    ],
    ['to nothing, by a value with a quote', { where: [{ column: 'country_code', value: "F'I" }] }, []],
  ])('%s', async (_, query, expected) => {
    expect(await queryMetric({ ...total, ...query })).toEqual(expected);
  });

  test('to the first of each period', async () => {
    expect(await queryMetric({ metric: 'most-played-games', top: 1 })).toEqual([
      '2020-01-01 7 Fast Hands 5 1 1',
      '2021-01-01 7 Fast Hands 13 3 1',
    ]);
    expect(await queryMetric({ metric: 'most-played-games', top: 2, from: '2021-01-01' })).toHaveLength(2);
  });
});

test('the values of a column to slice by are listed as text, in their order, NULL last', async () => {
  const valuesOf = async (name: string) =>
    (await readRows(connection, toSliceValuesSql(name))).map(({ value }) => value);
  expect(await valuesOf('brand_id')).toEqual(['10', '11', null]);
  expect(await valuesOf('country_code')).toEqual(['FI', 'SE', 'unknown']);
  expect(await valuesOf('collection')).toEqual(['C', 'unknown']);
  expect(() => toSliceValuesSql('name')).toThrow(
    `no column name to slice by; there are ${sliceNames.join(', ')}`,
  );
});

describe('what is no part of a question is refused', () => {
  test.each<[Partial<MetricQuery>, string]>([
    [{ slice: ['name'] }, `no column name to slice by; there are ${sliceNames.join(', ')}`],
    [{ where: [{ column: 'name', value: '' }] }, 'no column name to slice by'],
    [{ from: "2021-01-01'" }, "expected a date YYYY-MM-DD, got 2021-01-01'"],
    [{ to: '12021-01-01' }, 'expected a date YYYY-MM-DD, got 12021-01-01'],
    [{ top: 0 }, 'expected a whole number from 1, got 0'],
    [{ top: 1.5 }, 'expected a whole number from 1, got 1.5'],
  ])('%o', (query, message) => {
    expect(() => toMetricSql({ ...defaults, ...query })).toThrow(message);
  });
});

test('a question reads as one statement without empty lines but those between its parts', () => {
  const sql = toMetricSql(defaults);
  expect(sql).toMatch(/^with measured as \(/);
  expect(sql.split('\n').filter((line) => /^ +$/.test(line))).toEqual([]);
  expect(sql).not.toContain('join');
});
