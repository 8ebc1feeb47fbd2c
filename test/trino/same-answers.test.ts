import { beforeAll, describe, expect, test } from 'vitest';
import type { Column } from '../../glue/column.ts';
import { datasets } from '../../glue/datasets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { ledgerTables } from '../../glue/ledger-tables.ts';
import { toSliceValuesSql } from '../../glue/metrics.ts';
import { rollups } from '../../glue/rollups.ts';
import { sliceNames } from '../../glue/slices.ts';
import { views } from '../../glue/views.ts';
import { mapBounded } from '../../lambdas/lake/map-bounded.ts';
import { readColumns } from '../../query/read-columns.ts';
import type { Result } from '../../query/result.ts';
import { expectSameAnswer, readWhole } from './expect-same-answer.ts';
import { recipes } from './lakes.ts';
import { spreadQueries } from './metric-queries.ts';
import { makeTwin, type TwinLake } from './trino-lake.ts';

/** What the views read. */
const tables: readonly { readonly name: string; readonly columns: readonly Column[] }[] = [
  ...Object.values(datasets).map((dataset) => ({ name: dataset.name, columns: toCuratedColumns(dataset) })),
  ...rollups,
  ...ledgerTables,
];

/** Queries under way at once: Trino waits for storage most of the time. */
const atOnce = 3;

describe.each(recipes)('in a lake of $name', ({ stage, firstDate, make }) => {
  let lake: TwinLake;
  const isEmpty = stage === 'empty';

  beforeAll(async () => {
    lake = await makeTwin(await make(), stage, firstDate);
  });

  test.each(views.map(({ name, columns }) => [name, columns] as const))(
    '%s has the rows on Trino that it has on DuckDB',
    async (name, columns) => {
      const rowsCount = await lake.withDuckDb(async (duckDb) =>
        expectSameAnswer(
          name,
          await readColumns(lake.trino, columns, `from ${name}`),
          await readColumns(duckDb, columns, `from ${name}`),
          { ordered: false },
        ),
      );
      const mayBeEmpty = stage === 'collisions' && name === 'quarantine';
      expect(rowsCount > 0, `rows of ${name}`).toBe(!isEmpty && !mayBeEmpty);
    },
  );

  test.each(tables.map(({ name, columns }) => [name, columns] as const))(
    'the table %s has the rows on Trino that it has on DuckDB',
    async (name, columns) => {
      await lake.withDuckDb(async (duckDb) =>
        expectSameAnswer(
          name,
          await readColumns(lake.trino, columns, `from ${name}`),
          await readColumns(duckDb, columns, `from ${name}`),
          { ordered: false },
        ),
      );
    },
  );

  test('every metric, by every period and sliced by every column, has the same rows in the same order', async () => {
    await lake.withDuckDb(async (duckDb) => {
      const asked = await spreadQueries(duckDb, ['2020-12-31', '2025-01-01']);
      const expected: Result[] = [];
      for (const { sql } of asked) expected.push(await readWhole(await duckDb.run(sql)));
      const counts = await mapBounded([...asked.entries()], atOnce, async ([at, { query, sql }]) => {
        const what = JSON.stringify(query);
        const answer = await lake.trino.run(sql);
        return expectSameAnswer(what, answer, expected[at] ?? answer, { ordered: true });
      });
      expect(counts.filter((count) => count > 0).length > asked.length / 2).toBe(!isEmpty);
    });
  });

  test('every column to slice by has the same values', async () => {
    await lake.withDuckDb(async (duckDb) => {
      for (const name of sliceNames) {
        const sql = toSliceValuesSql(name);
        await expectSameAnswer(name, await lake.trino.run(sql), await duckDb.run(sql), { ordered: true });
      }
    });
  });
});
