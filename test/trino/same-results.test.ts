import { beforeAll, describe, expect, test } from 'vitest';
import { collectRows, type Result } from '../../client/queries/result.ts';
import { readColumns } from '../../client/queries/write-view-file.ts';
import { queryNames, toSearch } from '../../explore/contract.ts';
import { findQuery } from '../../explore/server/queries.ts';
import { toCuratedColumns } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { ledgerTables } from '../../glue/ledger-tables.ts';
import { toSliceValuesSql } from '../../glue/metrics/index.ts';
import { toSliceCountsSql } from '../../glue/metrics/slice-values.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { activity, rollups, toActivitySql } from '../../glue/rollups/index.ts';
import type { Column } from '../../glue/schema.ts';
import { sliceNames } from '../../glue/slices.ts';
import { views } from '../../glue/views/index.ts';
import { mapBounded } from '../../lambdas/core/map-bounded.ts';
import { expectSameResult, readWhole } from './expect-same-result.ts';
import { recipes } from './lakes.ts';
import { spreadQueries } from './metric-queries.ts';
import { type QueriedState, spreadStates, withRoundedDoubles } from './page-states.ts';
import { makeTwin, type TwinLake } from './trino-lake.ts';

/** What the views read. */
const tables: readonly { readonly name: string; readonly columns: readonly Column[] }[] = [
  ...Object.values(datasets).map((dataset) => ({ name: dataset.name, columns: toCuratedColumns(dataset) })),
  ...rollups,
  ...ledgerTables,
];

/** Views of which a lake that is not empty may have no rows; others of the lakes have some. */
function mayBeEmpty(stage: string, view: string): boolean {
  if (view === 'quarantine') return ['collisions', 'platform'].includes(stage);
  if (view === 'bet_conflicts') return stage === 'platform';
  return view === 'player_conflicts' && stage !== 'platform' && stage !== 'empty';
}

/** Queries under way at once: Trino waits for storage most of the time. */
const atOnce = 3;

describe.each(recipes)('in a lake of $name', ({ stage, firstDate, voidStatuses = [], make }) => {
  let lake: TwinLake;
  const isEmpty = stage === 'empty';

  beforeAll(async () => {
    lake = await makeTwin(await make(), stage, firstDate);
  });

  test.each(views.map(({ name, columns }) => [name, columns] as const))(
    '%s has the rows on Trino that it has on DuckDB',
    async (name, columns) => {
      const rowsCount = await lake.withDuckDb(async (duckDb) =>
        expectSameResult(
          name,
          await readColumns(lake.trino, columns, `from ${name}`),
          await readColumns(duckDb, columns, `from ${name}`),
          { ordered: false },
        ),
      );
      if (mayBeEmpty(stage, name)) return;
      expect(rowsCount > 0, `rows of ${name}`).toBe(!isEmpty);
    },
  );

  test.each(tables.map(({ name, columns }) => [name, columns] as const))(
    'the table %s has the rows on Trino that it has on DuckDB',
    async (name, columns) => {
      await lake.withDuckDb(async (duckDb) =>
        expectSameResult(
          name,
          await readColumns(lake.trino, columns, `from ${name}`),
          await readColumns(duckDb, columns, `from ${name}`),
          { ordered: false },
        ),
      );
    },
  );

  test('days that Trino rolls up from the table of bets are those of the rollup', async () => {
    await lake.withDuckDb(async (duckDb) => {
      const days = await collectRows(
        await duckDb.run(
          'select distinct cast(cast(bet_dt as date) as varchar) as dt from bets order by dt limit 3',
        ),
      );
      expect(days.length > 0).toBe(!isEmpty);
      for (const { dt } of days) {
        // How a relation is held is written as DuckDB does, and changes no row.
        const day = {
          rows: `(select * from bets where dt = '${dt}')`,
          definition: { ...defaultDefinition, voidStatuses },
        };
        const sql = toActivitySql(day, String(dt)).replaceAll(' as not materialized (', ' as (');
        const [theirs, ours] = [`from (${sql})`, `from activity where bet_date = date '${dt}'`];
        const rowsCount = await expectSameResult(
          `activity of ${dt}`,
          await readColumns(lake.trino, activity.columns, theirs),
          await readColumns(duckDb, activity.columns, ours),
          { ordered: false },
        );
        expect(rowsCount).toBeGreaterThan(0);
      }
    });
  });

  test('every metric, by every period and sliced by every column, has the same rows in the same order', async () => {
    await lake.withDuckDb(async (duckDb) => {
      const queries = await spreadQueries(duckDb, ['2020-12-31', '2025-01-01']);
      const expected: Result[] = [];
      for (const { sql } of queries) expected.push(await readWhole(await duckDb.run(sql)));
      const counts = await mapBounded([...queries.entries()], atOnce, async ([at, { query, sql }]) => {
        const what = JSON.stringify(query);
        const result = await lake.trino.run(sql);
        return expectSameResult(what, result, expected[at] ?? result, { ordered: true });
      });
      expect(counts.filter((count) => count > 0).length > queries.length / 2).toBe(!isEmpty);
    });
  });

  test('every query of the page has the same rows in the same order', async () => {
    await lake.withDuckDb(async (duckDb) => {
      const states = await spreadStates(duckDb, '2020-12-31');
      // Each query in one of four states in turn; those that no state changes once.
      const queries = queryNames.map((name, at) => {
        const { state, lastDate } = states[at % states.length] as QueriedState;
        const { toSql } = findQuery(name);
        const toText = (engine: 'duckdb' | 'athena') =>
          toSql({ state, lastDate, debits: 'negative', engine });
        return { what: `${name} ${toSearch(state)}`, ours: toText('duckdb'), theirs: toText('athena') };
      });
      const expected: Result[] = [];
      for (const { ours } of queries)
        expected.push(await readWhole(withRoundedDoubles(await duckDb.run(ours))));
      const counts = await mapBounded([...queries.entries()], atOnce, async ([at, { what, theirs }]) => {
        const result = withRoundedDoubles(await lake.trino.run(theirs));
        return expectSameResult(what, result, expected[at] ?? result, { ordered: true });
      });
      expect(counts.filter((count) => count > 0).length > queries.length / 2).toBe(!isEmpty);
      for (const { state } of states.slice(1, 3)) {
        const sql = toSliceCountsSql(state);
        const what = `slices ${toSearch(state)}`;
        await expectSameResult(what, await lake.trino.run(sql), await duckDb.run(sql), { ordered: false });
      }
    });
  });

  test('every column to slice by has the same values', async () => {
    await lake.withDuckDb(async (duckDb) => {
      for (const name of sliceNames) {
        const sql = toSliceValuesSql(name);
        await expectSameResult(name, await lake.trino.run(sql), await duckDb.run(sql), { ordered: true });
      }
    });
  });
});
