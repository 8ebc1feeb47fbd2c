import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricNames, toMetricSql } from '../../glue/metrics/index.ts';
import { readRows, toRowText } from '../client/local/plain-rows.ts';
import { makeLake, now, type TempLake } from '../client/local/temp-lake.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import { computeMetrics } from '../oracle/compute-metrics.ts';
import { expectOracle } from './expect-oracle.ts';
import { platformObjects } from './platform-lines.ts';

const seed = 20_211_110;
const slices = [['country_code'], ['activity_type', 'player_ccy_code'], ['game_type_code', 'collection']];

/** Every metric alone and by some slices, with and without totals, rows in their order. */
async function expectMetrics(lake: TempLake, oracle: OracleLake): Promise<void> {
  const queries = metricNames.flatMap((metric) =>
    [[], ...slices].flatMap((slice) =>
      [true, false].map((total) => ({ metric, by: 'week' as const, slice, where: [], total })),
    ),
  );
  await lake.read(async (connection) => {
    for (const query of queries) {
      const actual = await readRows(connection, toMetricSql(query));
      const expected = computeMetrics(oracle, query);
      expect({ query, rows: actual.map(toRowText) }).toEqual({ query, rows: expected.map(toRowText) });
    }
  });
}

describe('a lake of the platform’s shape equals an independent computation, views and metrics', () => {
  test('with debits below zero and the settings as they come', async () => {
    await fc.assert(
      fc.asyncProperty(platformObjects('-'), async (objects) => {
        const lake = await makeLake();
        await lake.ingest(objects);
        await expectMetrics(lake, await expectOracle(lake, objects));
      }),
      { numRuns: 2, seed },
    );
  });

  test('with debits above zero, stake types of its own and void statuses', async () => {
    await fc.assert(
      fc.asyncProperty(platformObjects(''), async (objects) => {
        const lake = await makeLake();
        await lake.configure({ debits: 'positive', stake_types: [6, 3], void_statuses: ['X'] });
        await lake.ingest(objects);
        const options = { debits: 'positive', stakeTypes: [6, 3], voidStatuses: ['X'] } as const;
        await expectMetrics(lake, await expectOracle(lake, objects, options));
      }),
      { numRuns: 1, seed },
    );
  });

  test('before and after its settings change, without a file that does', async () => {
    const [objects = []] = fc.sample(platformObjects(''), { numRuns: 1, seed });
    const lake = await makeLake();
    await lake.ingest(objects);
    await expectOracle(lake, objects);
    await lake.configure({ debits: 'positive', stake_types: [] });
    const { loads, days } = await lake.ingest(objects);
    expect(loads.every(({ status }) => status === 'unchanged')).toBe(true);
    expect(days.length).toBeGreaterThan(2);
    await expectOracle(lake, objects, { debits: 'positive', stakeTypes: [] });
  });
});

test('what such lakes are to show is in them', () => {
  const lakes = fc
    .sample(platformObjects('-'), { numRuns: 3, seed })
    .map((objects) => computeLake(objects, { now }));
  for (const { facts, views, landing } of lakes) {
    const add = (of: (fact: (typeof facts)[number]) => number) =>
      facts.reduce((sum, fact) => sum + of(fact), 0);
    const placed = add(({ betsCount }) => betsCount);
    const staked = add(({ stakedBetsCount }) => stakedBetsCount);
    expect([landing.bets.length > facts.length, facts.length > placed, placed > staked]).toEqual([
      true,
      true,
      true,
    ]);
    const money = views.money_yearly ?? [];
    const rows = views.slice_metrics_weekly ?? [];
    const currencies = new Set(rows.map((row) => row.player_ccy_code));
    expect([...currencies].sort()).toEqual(expect.arrayContaining(['EUR', 'GBP', 'none', 'unknown']));
    expect(rows.some((row) => row.real_spent_amount === null)).toBe(true);
    expect(money.some(({ amount }) => amount === null)).toBe(true);
    expect(
      money.filter(({ amount }) => amount !== null && String(amount).startsWith('-')).length,
    ).toBeLessThan(money.length / 4);
  }
  expect(lakes.some(({ views }) => (views.player_conflicts ?? []).length > 0)).toBe(true);
});
