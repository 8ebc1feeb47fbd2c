import { closeSync, existsSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { type Dataset, decimal, instant, text, whole } from '../../../glue/schema.ts';
import { Core, type RowsSink } from '../../../lambdas/convert/assembly.ts';
import { ParquetFiles } from '../../../lambdas/convert/parquet-files.ts';
import { type Engine, openEngine } from '../../../lambdas/core/engine.ts';
import { toRuns } from '../../property-runs.ts';
import { expectRows } from './expect-rows.ts';
import { anyRows } from './extreme-rows.ts';
import { addRow, type Row, type RowsToWrite, type Value, writeRows } from './write-rows.ts';

const mebibyte = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'betlake-curated-'));
let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({
    threads: 1,
    memoryLimitMib: 512,
    tempDirectory: folder,
    allowedDirectories: [folder],
  });
});
afterAll(() => engine.close());

let count = 0;
const newFolder = () => join(folder, String(count++));

/** Decimals of every scale, and one column of each other kind. */
const edges: Dataset = {
  name: 'bets',
  rowMeaning: 'a row',
  columns: [
    { name: 'a_whole', type: whole, meaning: '' },
    { name: 'a_text', type: text, meaning: '' },
    { name: 'an_instant', type: instant, meaning: '', required: true },
    { name: 'another_text', type: text, meaning: '' },
    ...Array.from({ length: 19 }, (_, scale) => ({
      name: `decimal_${scale}`,
      type: decimal(18, scale),
      meaning: '',
    })),
  ],
  key: ['a_whole'],
  partition: { by: 'column', column: 'an_instant' },
  assumptions: [],
};

/** Three columns: enough for what depends on the number of rows. */
const narrow: Dataset = { ...edges, columns: edges.columns.slice(0, 3) };

async function expectReadBack(core: Core, toWrite: Omit<RowsToWrite, 'rows'> & { rows: readonly Row[] }) {
  const { dataset, landingKey, rows } = toWrite;
  const files = writeRows(core, newFolder(), toWrite);
  const dates = [...new Set(rows.map(({ date }) => date))].sort((a, b) => a - b);
  expect(files.map(({ date }) => date)).toEqual(dates);
  for (const { path, date, rowsCount } of files) {
    const expected = rows.filter((row) => row.date === date);
    expect(rowsCount).toBe(expected.length);
    await expectRows(engine, { path, dataset, landingKey, rows: expected });
  }
  return files;
}

// The debug build checks its bounds.
describe.each(['release', 'debug'] as const)('curated files of the %s build', (build) => {
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
            await expectReadBack(core, { dataset, landingKey, rows, memoryBudget });
          },
        ),
        { numRuns: toRuns(100) },
      );
    },
  );

  test.skipIf(build === 'debug')(
    'row groups hold 122,880 rows at most, and a reader skips those whose bounds rule them out',
    async () => {
      const rows = toRows(130_000, (index) => [
        BigInt(index * 7),
        `t${index % 100_003}`,
        BigInt(index) * 1000n,
      ]);
      const [file] = await expectReadBack(core, {
        dataset: narrow,
        landingKey: 'bets/large.jsonl',
        rows,
        memoryBudget: 64 * mebibyte,
      });
      const path = file?.path ?? '';
      const groups = await engine.rows(
        `select distinct row_group_id, row_group_num_rows from parquet_metadata('${path}') order by 1`,
      );
      expect(groups.map(({ row_group_num_rows }) => Number(row_group_num_rows))).toEqual([122_880, 7120]);
      // Only a reader that skips the first row groups can still read the last.
      const [start] = await engine.rows(
        `select min(coalesce(dictionary_page_offset, data_page_offset)) as at from parquet_metadata('${path}')
       where row_group_id = 1`,
      );
      const damaged = openSync(path, 'r+');
      writeSync(damaged, Buffer.alloc(Number(start?.at) - 4, 0xff), 0, undefined, 4);
      closeSync(damaged);
      const last = await engine.rows(
        `select count(*)::varchar as rows, min(a_text) as least from read_parquet('${path}')
       where a_whole >= ${122_880 * 7} and an_instant >= make_timestamp_ms(122880000)`,
      );
      expect(last).toEqual([{ rows: '7120', least: 't22877' }]);
      await expect(engine.rows(`select sum(a_whole) from read_parquet('${path}')`)).rejects.toThrow();
    },
  );

  test('texts of a mebibyte, more than the budget holds, and more distinct ones than a dictionary has, are read back', async () => {
    const long = 'é'.repeat(mebibyte / 2);
    const rows = toRows(12, (index) => [null, index % 3 === 0 ? long : `${long}${index}`, 0n]);
    await expectReadBack(core, { dataset: narrow, landingKey: 'k', rows, memoryBudget: 4 * mebibyte });
    const distinct = toRows(100_000, (index) => [
      BigInt(index),
      index % 9 === 0 ? null : `player-${index}`,
      0n,
    ]);
    await expectReadBack(core, {
      dataset: narrow,
      landingKey: 'k',
      rows: distinct,
      memoryBudget: 64 * mebibyte,
    });
  });

  test.skipIf(build === 'debug')(
    '4,000 dates in any order stay within a small budget of memory',
    async () => {
      const rows = toRows(20_000, (index) => [BigInt(index), `t${index % 50}`, 0n]).map((row, index) => ({
        ...row,
        date: toDate((index * 7919) % 4000),
      }));
      const fresh = new Core(build);
      const memoryBudget = 8 * mebibyte;
      const files = writeRows(fresh, newFolder(), { dataset: narrow, landingKey: 'k', rows, memoryBudget });
      expect(files.length).toBe(4000);
      expect(fresh.exports.memory.buffer.byteLength).toBeLessThan(memoryBudget + 48 * mebibyte);
      const paths = files.map(({ path }) => `'${path}'`).join(', ');
      const [read] = await engine.rows(
        `select count(*)::varchar as rows, sum(a_whole)::varchar as whole, count(distinct a_text)::varchar as texts,
       count(distinct line_number)::varchar as lines from read_parquet([${paths}])`,
      );
      expect(read).toEqual({ rows: '20000', whole: '199990000', texts: '50', lines: '20000' });
      for (const { path, date } of files.slice(0, 20)) {
        const expected = rows.filter((row) => row.date === date);
        await expectRows(engine, { path, dataset: narrow, landingKey: 'k', rows: expected });
      }
    },
  );

  test('metadata of more row groups than memory keeps goes by way of a file, in order', async () => {
    const rows = toRows(1000, (index) => [BigInt(index), 'x'.repeat(250), 0n]).map((row, index) => ({
      ...row,
      date: toDate(index % 3),
    }));
    const toWrite = { dataset: narrow, landingKey: 'k', rows, memoryBudget: 1, maxKeptBytes: 4000 };
    const files = await expectReadBack(core, toWrite);
    for (const { path } of files) {
      const [groups] = await engine.rows(
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
    await expectReadBack(core, { dataset: narrow, landingKey: 'next.jsonl', rows, memoryBudget: mebibyte });
  });

  test('a number that is no date is refused with the place in the core that found it', () => {
    core.begin(narrow, 'k', mebibyte, new ParquetFiles(newFolder()));
    expect(() => core.exports.addRow(20219931, 1n)).toThrow(/conversion core stopped at .*: not a date/);
    core.end();
  });
});

/** Rows of one date. */
function toRows(length: number, toValues: (index: number) => Value[]): Row[] {
  return Array.from({ length }, (_, index) => ({
    date: 20211001,
    lineNumber: BigInt(index + 1),
    values: toValues(index),
  }));
}

/** A date by its number; months of 28 days do. */
function toDate(number: number): number {
  const year = 2005 + Math.floor(number / 336);
  const month = 1 + (Math.floor(number / 28) % 12);
  return year * 10_000 + month * 100 + 1 + (number % 28);
}
