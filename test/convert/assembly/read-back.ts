import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Dataset, decimal, instant, text, whole } from '../../../glue/schema.ts';
import type { Core } from '../../../lambdas/convert/assembly.ts';
import { type Engine, openEngine } from '../../../lambdas/core/engine.ts';
import { expectRows } from './expect-rows.ts';
import { type Row, type RowsToWrite, type Value, type WrittenFile, writeRows } from './write-rows.ts';

export const mebibyte = 1024 ** 2;

/** Decimals of every scale, and one column of each other kind. */
export const edges: Dataset = {
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
export const narrow: Dataset = { ...edges, columns: edges.columns.slice(0, 3) };

/** What the tests of a file write and read with. */
export interface Bench {
  readonly engine: Engine;
  newFolder(): string;
  /** Writes rows, and expects them to be read back as they were, by date. */
  expectReadBack(core: Core, toWrite: RowsToWrite): Promise<readonly WrittenFile[]>;
}

/** The bench of a file of tests: opened before them, closed after them. */
export function useBench(): () => Bench {
  let bench: Bench;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'betlake-curated-'));
    const engine = await openEngine({
      threads: 1,
      memoryLimitMib: 512,
      tempDirectory: folder,
      allowedDirectories: [folder],
    });
    let count = 0;
    const newFolder = () => join(folder, String(count++));
    bench = {
      engine,
      newFolder,
      expectReadBack: (core, toWrite) => expectReadBack(engine, newFolder(), core, toWrite),
    };
  });
  afterAll(() => bench.engine.close());
  return () => bench;
}

async function expectReadBack(
  engine: Engine,
  folder: string,
  core: Core,
  toWrite: RowsToWrite,
): Promise<readonly WrittenFile[]> {
  const { dataset, landingKey, rows } = toWrite;
  const files = writeRows(core, folder, toWrite);
  const dates = [...new Set(rows.map(({ date }) => date))].sort((a, b) => a - b);
  expect(files.map(({ date }) => date)).toEqual(dates);
  for (const { path, date, rowsCount } of files) {
    const expected = rows.filter((row) => row.date === date);
    expect(rowsCount).toBe(expected.length);
    await expectRows(engine, { path, dataset, landingKey, rows: expected });
  }
  return files;
}

/** Rows of one date. */
export function toRows(length: number, toValues: (index: number) => Value[]): Row[] {
  return Array.from({ length }, (_, index) => ({
    date: 20211001,
    lineNumber: BigInt(index + 1),
    values: toValues(index),
  }));
}

/** A date by its number; months of 28 days do. */
export function toDate(number: number): number {
  const year = 2005 + Math.floor(number / 336);
  const month = 1 + (Math.floor(number / 28) % 12);
  return year * 10_000 + month * 100 + 1 + (number % 28);
}
