import { beforeAll, describe, expect, test } from 'vitest';
import { type MetricQuery, metricNames, toMetricSql } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';
import { readRows, toRowText } from '../client/local/plain-rows.ts';
import { makeLake, now, type TempLake } from '../client/local/temp-lake.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import { computeMetrics } from '../oracle/compute-metrics.ts';
import { SLICES } from '../oracle/plan-metric.ts';
import { makeSampleObjects, withLargeAmounts } from './sample-objects.ts';

const periods: readonly MetricQuery['by'][] = ['day', 'week', 'month', 'year', 'all'];
let lake: TempLake;
let oracle: OracleLake;

beforeAll(async () => {
  const options = { bets: 3500, players: 50, games: 25, days: 8, start: '2020-12-28', seed: 11 };
  const objects = withLargeAmounts(await makeSampleObjects(options));
  oracle = computeLake(objects, { now, voidStatuses: ['V'] });
  lake = await makeLake();
  await lake.configure({ void_statuses: ['V'] });
  await lake.ingest(objects);
});

/** Runs it on both; rows in their final order. */
async function expectSameResults(queries: readonly MetricQuery[]): Promise<number> {
  return lake.read(async (connection) => {
    let rowsCount = 0;
    for (const query of queries) {
      const where = query.where.map(({ column, value }) => [column, value] as const);
      const { from, to, top, topWithin, ...plain } = query;
      const given = {
        ...(from && { from }),
        ...(to && { to }),
        ...(top && { top }),
        ...(topWithin && { topWithin }),
      };
      const expected = computeMetrics(oracle, { ...plain, ...given, where, total: query.total ?? false });
      const actual = await readRows(connection, toMetricSql(query));
      expect({ query, rows: actual.map(toRowText) }).toEqual({ query, rows: expected.map(toRowText) });
      rowsCount += actual.length;
    }
    return rowsCount;
  });
}

describe('a metric equals an independent computation, rows in their order', () => {
  test.each(metricNames)('%s by every period, alone and sliced by every column', async (metric) => {
    const sliced = sliceNames.map((name, at) => ({ slice: [name], by: periods[at % 5] ?? 'day' }));
    const alone = periods.map((by) => ({ slice: [], by }));
    const queries = [...alone, ...sliced].flatMap(({ slice, by }) =>
      [true, false].map((total) => ({ metric, by, slice, where: [], total })),
    );
    expect(await expectSameResults(queries)).toBeGreaterThan(1000);
  });

  test.each([1, 2, 3])('any query that combines them, round %i', async (seed) => {
    const queries = Array.from({ length: 40 }, (_, at) => makeQuery(createChance(seed * 1000 + at)));
    expect(await expectSameResults(queries)).toBeGreaterThan(1000);
  });

  test('over a range of days as one period, which the first of them names', async () => {
    const days = { from: '2020-12-30', to: '2021-01-05' };
    const queries = metricNames.flatMap((metric) =>
      [true, false].flatMap((total) =>
        [days, { from: '2020-12-30' }, { to: '2021-01-03' }, {}].map((range) => ({
          ...{ metric, by: 'all' as const, slice: [], where: [], total },
          ...range,
        })),
      ),
    );
    expect(await expectSameResults(queries)).toBeGreaterThan(300);
  });

  test('over a range without a bet as no row, a total neither', async () => {
    const queries = metricNames.flatMap((metric) =>
      [true, false].map((total) => ({
        ...{ metric, by: 'all' as const, slice: [], where: [], total },
        ...{ from: '1999-01-01', to: '1999-12-31' },
      })),
    );
    expect(await expectSameResults(queries)).toBe(0);
  });

  test.each(metricNames)('%s ranked anew within each value of some slices', async (metric) => {
    const slice = ['bet_channel_code', 'country_code'];
    const queries = [slice, ['bet_channel_code'], []].flatMap((topWithin) =>
      periods.map((by) => ({ metric, by, slice, where: [], topWithin, top: 2 })),
    );
    expect(await expectSameResults(queries)).toBeGreaterThan(100);
  });

  test('where a code is not given', async () => {
    const where = ['brand_id', 'partner_company_id', 'bet_transaction_type_id', 'bet_channel_code'];
    const queries = where.map((column) => ({
      metric: 'bets-per-player' as const,
      by: 'week' as const,
      slice: [column],
      where: [{ column, value: '' }],
    }));
    expect(await expectSameResults(queries)).toBeGreaterThan(10);
  });

  test('where text is what SQL would take for its own', async () => {
    const where = [{ column: 'country_code', value: "FI' or '1'='1" }];
    const query = { metric: 'most-played-games', by: 'year', slice: [], where } as const;
    expect(await expectSameResults([query])).toBe(0);
  });
});

test('metrics can be sliced by what the oracle slices by', () => {
  expect(sliceNames).toEqual(SLICES);
});

test('a column that is not there is refused with those that are', () => {
  const query = { metric: 'most-played-games', by: 'day', where: [] } as const;
  expect(() => toMetricSql({ ...query, slice: ['player_name'] })).toThrow(
    `no column player_name to slice by; there are ${sliceNames.join(', ')}`,
  );
  expect(() => toMetricSql({ ...query, slice: [], from: "2021-01-01'" })).toThrow('expected a date');
  expect(() => toMetricSql({ ...query, slice: [], top: 0 })).toThrow('expected a whole number from 1');
  expect(() => toMetricSql({ ...query, slice: ['brand_id'], topWithin: ['country_code'] })).toThrow(
    'expected a column that is sliced by to rank within, got country_code',
  );
});

type Chance = (below: number) => number;

/** A small generator of its own, so that a query that fails comes again. */
function createChance(seed: number): Chance {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeQuery(chance: Chance): MetricQuery {
  const pick = <T>(from: readonly T[]) => from[chance(from.length)] as T;
  const some = <T>(most: number, make: () => T) => Array.from({ length: chance(most + 1) }, make);
  const dates = ['2020-12-28', '2020-12-31', '2021-01-01', '2021-01-03', '2021-01-04', '2021-01-05'];
  const [from, to] = [pick(dates), pick(dates)].sort();
  const slice = [...new Set(some(4, () => pick(sliceNames)))];
  const query = {
    metric: pick(metricNames),
    by: pick(periods),
    slice,
    topWithin: slice.filter(() => chance(2) === 0),
    where: some(3, () => toCondition(pick(sliceNames), chance)),
    total: chance(3) === 0,
    top: chance(2) === 0 ? undefined : 1 + chance(4),
  };
  return chance(2) === 0 ? query : { ...query, from, to };
}

/** A value that some bet has, at times that of another column. */
function toCondition(column: string, chance: Chance): { column: string; value: string } {
  const fact = oracle.facts[chance(oracle.facts.length)];
  const held = fact?.attributes[chance(12) === 0 ? 'game_name' : column] ?? '';
  return { column, value: String(held) };
}
