import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type PageState, type QueryName, queryNames, questionNames } from '../../explore/contract.ts';
import { sliceNames } from '../../glue/slices.ts';
import { makeLake, now } from '../client/local/temp-lake.ts';
import { makeSampleObjects, withLargeAmounts } from '../exactness/sample-objects.ts';
import { arrivals, keepNewest } from '../exactness/tiny-lines.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import { computeMetrics } from '../oracle/compute-metrics.ts';
import { formatDecimal } from '../oracle/decimal.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { type OpenedLake, useExploredLakes } from './open-lakes.ts';
import * as plain from './plain-results.ts';

const openLake = useExploredLakes();

const recipes: readonly (readonly [name: string, make: () => Promise<readonly LandedObject[]>])[] = [
  [
    'eight days over the end of a year, with amounts that no double holds',
    async () =>
      withLargeAmounts(
        await makeSampleObjects({
          bets: 700,
          players: 40,
          games: 60,
          days: 8,
          start: '2020-12-28',
          seed: 11,
        }),
      ),
  ],
  [
    'rows that collide in every way, with NULL in every key',
    async () => {
      const found = fc
        .sample(arrivals, { numRuns: 20, seed: 20_210_104 })
        .map(keepNewest)
        .find((objects) => objects.some(({ key }) => key.startsWith('players/')));
      return found ?? [];
    },
  ],
];

/** Amounts up to 10^16 add up to sums that a mean and a ratio, which are doubles, hold to 15 digits. */
function rounded(rows: plain.PlainRows, columns: readonly number[]): plain.PlainRows {
  return rows.map((row) =>
    row.map((value, at) => (columns.includes(at) && value !== null ? Number(value).toPrecision(12) : value)),
  );
}

const states: readonly PageState[] = [
  { by: 'day', where: [] },
  { by: 'week', where: [] },
  { by: 'week', where: [], from: '2020-12-30', to: '2021-01-04' },
  { by: 'month', where: [], from: '2021-01-02' },
  { by: 'year', where: [{ column: 'player_ccy_code', value: 'EUR' }] },
  { by: 'day', where: [{ column: 'bet_status_code', value: 'A' }], from: '2020-12-31' },
  {
    by: 'day',
    where: [
      { column: 'brand_id', value: '' },
      { column: 'activity_type', value: '2' },
    ],
  },
  { by: 'week', where: [{ column: 'country_code', value: "FI' or '1'='1" }] },
];

describe.each(recipes)('in a lake of %s', (_, make) => {
  let lakes: readonly OpenedLake[];
  let oracle: OracleLake;

  beforeAll(async () => {
    const objects = await make();
    oracle = computeLake(objects, { now });
    const lake = await makeLake();
    await lake.ingest(objects);
    lakes = [await openLake(lake.folder, false), await openLake(lake.folder, true)];
  });

  /** Both the lake's own files and the cache must give it. */
  async function expectRows(
    name: QueryName,
    toRows: (state: PageState) => plain.PlainRows,
    doubles: readonly number[] = [],
  ): Promise<void> {
    for (const state of states) {
      for (const lake of lakes) {
        const { rows } = await lake.result(name, state);
        expect({
          name,
          state,
          rows: rounded(
            rows.map((row) => [...row]),
            doubles,
          ),
        }).toEqual({
          name,
          state,
          rows: rounded(toRows(state), doubles),
        });
      }
    }
  }

  test('a trend has the counts of each period and of the one before', async () => {
    await expectRows('trend', (state) => plain.plainTrend(oracle.facts, state));
  });

  test('money is by currency, beside the period before', async () => {
    await expectRows('money', (state) => plain.plainMoney(oracle.facts, state), [6]);
  });

  test('games rank by their bets in the last period, with their places before', async () => {
    const last =
      oracle.facts
        .map(({ date }) => date)
        .sort()
        .at(-1) ?? '';
    await expectRows('games-ranking', (state) => {
      const day = state.to !== undefined && state.to < last ? state.to : last;
      return plain.plainRanking(oracle.facts, state, day);
    });
  });

  test('bets are spread over players as in their sorted list', async () => {
    await expectRows(
      'bets-distribution',
      (state) => [plain.spreadOf(plain.betsOfPlayers(oracle.facts, state), String)],
      [1],
    );
  });

  test('spending is spread over the players of a currency as in their sorted list', async () => {
    const show = (cents: bigint) => formatDecimal(cents, 2);
    await expectRows(
      'spend-distribution',
      (state) =>
        plain
          .spentByCurrency(oracle.facts, state)
          .map(([currency, spent]) => [currency, ...plain.spreadOf(spent, show)]),
      [2],
    );
  });

  test('a histogram puts every player into the one step that holds them', async () => {
    for (const state of states) {
      for (const lake of lakes) {
        const bets = plain.betsOfPlayers(oracle.facts, state);
        for (const [from, to, players] of (await lake.result('bets-histogram', state)).rows) {
          const held = bets.filter(
            (each) => each >= BigInt(from ?? 0) && (to === null || each <= BigInt(to ?? 0)),
          );
          expect(Number(players)).toBe(held.length);
        }
        const spent = plain.spentByCurrency(oracle.facts, state);
        const { rows } = await lake.result('spend-histogram', state);
        for (const [currency, values] of spent) {
          const steps = rows.filter(([each]) => each === currency);
          const cents = (text: string | null | undefined) => BigInt((text ?? '').replace('.', ''));
          const counted = steps.map(
            ([, from, to]) =>
              values.filter((each) => each >= cents(from) && (to === null || each < cents(to))).length,
          );
          expect(steps.map(([, , , players]) => Number(players))).toEqual(counted);
          expect(counted.reduce((sum, each) => sum + each, 0)).toBe(values.length);
        }
      }
    }
  });

  test('players are counted by their distinct games', async () => {
    await expectRows('games-distribution', (state) => plain.plainGames(oracle.facts, state));
  });

  test.each(questionNames)('%s gives the first rows that the metric gives', async (metric) => {
    for (const { by, from, to, where } of states) {
      const given = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const expected = computeMetrics(oracle, {
        ...{ metric, by, slice: [], top: 20, ...given },
        where: where.map(({ column, value }) => [column, value] as const),
      });
      for (const lake of lakes) {
        const { columns, rows } = await lake.result(metric, { by, where, ...given });
        const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])));
        const wanted = expected.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value?.toString() ?? null])),
        );
        expect(named).toEqual(wanted);
      }
    }
  });

  test('each value to slice by has the bets that the other filters leave', async () => {
    for (const state of states) {
      for (const lake of lakes) {
        const { columns, betsCount } = await lake.slices(state);
        const bets = (where: PageState['where']) =>
          plain.keep(oracle.facts, { ...state, where }).reduce((sum, fact) => sum + fact.betsCount, 0);
        expect(Number(betsCount)).toBe(bets(state.where));
        expect(columns.map(({ column }) => column).sort()).toEqual([...sliceNames].sort());
        for (const { column, values } of columns) {
          const others = state.where.filter((filter) => filter.column !== column);
          const sum = values.reduce((all, value) => all + Number(value.betsCount), 0);
          expect(sum).toBe(bets(others));
          for (const { value, betsCount: of } of values.slice(0, 3)) {
            expect({ column, value, of: Number(of) }).toEqual({
              ...{ column, value },
              of: bets([...others, { column, value }]),
            });
          }
        }
      }
    }
  });

  test('whatever is chosen, the cache gives the rows that the lake gives', async () => {
    const [own, cached] = lakes as [OpenedLake, OpenedLake];
    const { columns } = await own.slices({ by: 'week', where: [] });
    const filter = fc.constantFrom(
      ...columns.flatMap(({ column, values }) =>
        values.map(({ value }) => ({ column, value })).filter(({ value }) => !value.includes('\0')),
      ),
    );
    const days = fc.option(fc.constantFrom('2020-12-28', '2020-12-31', '2021-01-03', '2021-01-04'), {
      nil: undefined,
    });
    const state = fc
      .record({
        by: fc.constantFrom('day', 'week', 'month', 'year'),
        where: fc.array(filter, { maxLength: 4 }),
        from: days,
        to: days,
      })
      .map(({ from, to, ...rest }) => ({
        ...rest,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      }));
    const plainOf = <T extends { elapsedMs: number }>({ elapsedMs: _, ...rest }: T) => rest;
    await fc.assert(
      fc.asyncProperty(state, fc.constantFrom(...queryNames.slice(0, 12)), async (chosen, name) => {
        const given = chosen as PageState;
        expect(plainOf(await cached.result(name, given))).toEqual(plainOf(await own.result(name, given)));
        expect(plainOf(await cached.slices(given))).toEqual(plainOf(await own.slices(given)));
      }),
      { numRuns: 12, seed: 7 },
    );
  });
});

test('a trend over years in which hardly a day has bets has each period with bets, at every grain', async () => {
  const line = (id: number, date: string, player: string) =>
    JSON.stringify({
      ...{ bet_id: id, bet_dt: `${date} 10:00:00`, player_code: player, game_id: id % 3 },
      ...{
        real_debit_amount: '-1.00',
        real_credit_amount: '0.00',
        bonus_debit_amount: '0.00',
        bonus_credit_amount: '0.00',
      },
    });
  const dates = ['2020-12-31', '2021-03-01', '2021-03-02', '2021-10-01', '2022-01-01'];
  const lines = dates.flatMap((date, at) => [line(at * 2, date, 'P'), line(at * 2 + 1, date, `Q${at % 2}`)]);
  const objects = [
    { key: 'bets/all.jsonl', bytes: Buffer.from(lines.join('\n')), lastModified: new Date(0) },
  ];
  const lake = await makeLake();
  await lake.ingest(objects);
  const { facts } = computeLake(objects, { now });
  const cached = await openLake(lake.folder, true);
  for (const given of [
    {},
    { from: '2021-02-01', to: '2021-04-01' },
    { to: '2021-03-01' },
    { from: '2023-01-01' },
  ]) {
    for (const by of ['day', 'week', 'month', 'year'] as const) {
      const state = { by, where: [], ...given };
      expect((await cached.result('trend', state)).rows).toEqual(plain.plainTrend(facts, state));
    }
  }
});
