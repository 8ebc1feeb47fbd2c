import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { Core, type RowsSink } from '../../../lambdas/convert/assembly.ts';
import { ParquetFiles } from '../../../lambdas/convert/parquet-files.ts';
import { toRuns } from '../../property-runs.ts';
import { coreBuilds } from './core-builds.ts';
import { anyRows } from './extreme-rows.ts';
import { edges, mebibyte, narrow, toDate, toRows, useBench } from './read-back.ts';
import { addRow, type Row } from './write-rows.ts';

const bench = useBench();

// The debug build checks its bounds.
describe.each(coreBuilds)('curated files of the %s build', (build) => {
  const core = new Core(build);

  test.each([...Object.values(datasets), edges].map((dataset) => [dataset.columns.length, dataset] as const))(
    'rows of %i columns are read back as they were by independent readers, with right statistics',
    async (_, dataset) => {
      const budgets = fc.constantFrom(1, 16_384 * 3, 16_384 * 20, 16 * mebibyte);
      const keys = fc.constantFrom('bets/2021.jsonl', 'é\ufeff', 'x'.repeat(900));
      await fc.assert(
        fc.asyncProperty(
          anyRows(dataset, [20211001, 20211231, 10101, 99991231]),
          budgets,
          keys,
          async (rows, memoryBudget, landingKey) => {
            await bench().expectReadBack(core, { dataset, landingKey, rows, memoryBudget });
          },
        ),
        { numRuns: toRuns(60) },
      );
    },
    // Rows of a mebibyte are among them.
    300_000,
  );

  test('metadata of more row groups than memory keeps goes by way of a file, in order', async () => {
    const rows = toRows(1000, (index) => [BigInt(index), 'x'.repeat(250), 0n]).map((row, index) => ({
      ...row,
      date: toDate(index % 3),
    }));
    const toWrite = { dataset: narrow, landingKey: 'k', rows, memoryBudget: 1, maxKeptBytes: 4000 };
    const files = await bench().expectReadBack(core, toWrite);
    for (const { path } of files) {
      const [groups] = await bench().engine.rows(
        `select num_row_groups::integer as count from parquet_file_metadata('${path}')`,
      );
      expect(groups?.count).toBeGreaterThan(10);
      expect(existsSync(`${path}.row-groups`)).toBe(false);
    }
  });

  test('an object that failed half-way leaves nothing to the next one', async () => {
    const failing: RowsSink = {
      write: () => {
        throw new Error('the disk is full');
      },
      keepRowGroup: () => {},
      writeRowGroups: () => {},
    };
    const [row] = toRows(1, () => [1n, 'left over', 2n]);
    core.begin(narrow, 'failed.jsonl', mebibyte, failing);
    addRow(core, { ...(row as Row), date: 20200101 });
    expect(() => core.finish()).toThrow('the disk is full');
    core.end();
    const rows = toRows(3, (index) => [BigInt(index), `t${index}`, 0n]);
    await bench().expectReadBack(core, {
      dataset: narrow,
      landingKey: 'next.jsonl',
      rows,
      memoryBudget: mebibyte,
    });
  });

  test('a number that is no date is refused with the place in the core that found it', () => {
    core.begin(narrow, 'k', mebibyte, new ParquetFiles(bench().newFolder()));
    expect(() => core.exports.addRow(20219931, 1n)).toThrow(/conversion core stopped at .*: not a date/);
    core.end();
  });
});
