import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { convertObject, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { stake } from '../faults/rows.ts';
import { readParquet } from './read-parquet.ts';

/** Converts bets whose lines come in chunks of a few bytes, so that other work comes between them. */
async function convert(lines: readonly string[], folder: string) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const { files, accepted } = await convertObject({
    dataset: datasets.bets,
    object: {
      key: 'bets/a.jsonl',
      size: bytes.length,
      lastModified: new Date('2021-10-04'),
      version: '1',
      async *open() {
        for (let from = 0; from < bytes.length; from += 500) {
          yield bytes.subarray(from, from + 500);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    },
    attempt: 'a',
    folder,
    dates: { first: '2015-01-01', last: '2027-01-01' },
    limits: defaultLimits,
  });
  expect(accepted).toBe(lines.length);
  const rows = await Promise.all(files.map(async ({ path }) => (await readParquet(path)).rows));
  return rows.flat().map((row) => row.bet_id);
}

const linesOf = (first: number) =>
  Array.from({ length: 50 }, (_, at) => JSON.stringify(stake(first + at, `2021-10-0${(at % 3) + 1}`)));

test('objects that are converted at the same time keep their rows apart', async () => {
  const folder = await makeFolder();
  const firsts = [0, 1000, 2000, 3000];
  const converted = await Promise.all(
    firsts.map((first) => convert(linesOf(first), join(folder, `${first}`))),
  );
  for (const [at, first] of firsts.entries()) {
    const ids = converted[at]?.map(Number).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: 50 }, (_, id) => first + id));
  }
});

test('an object whose files cannot be written fails, and those after it are whole', async () => {
  const folder = await makeFolder();
  // A folder stands where the file of a date belongs.
  await mkdir(join(folder, 'bad', '2021-10-02.parquet'), { recursive: true });
  await expect(convert(linesOf(0), join(folder, 'bad'))).rejects.toThrow('EISDIR');
  expect(await convert(linesOf(500), join(folder, 'good'))).toHaveLength(50);
});
