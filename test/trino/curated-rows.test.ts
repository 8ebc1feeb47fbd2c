import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { toCuratedColumns } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { Core } from '../../lambdas/convert/assembly.ts';
import { curatedManifestKey } from '../../lambdas/core/keys.ts';
import { putManifest } from '../../lambdas/core/manifest.ts';
import { installPython } from '../aws/emulator/install-python.ts';
import { runProgram } from '../aws/emulator/run-program.ts';
import { anyRows } from '../convert/assembly/extreme-rows.ts';
import { type Row, type Value, writeRows } from '../convert/assembly/write-rows.ts';
import { deployCatalog } from './deploy-catalog.ts';
import { queryTrino, type TrinoPlace } from './query-trino.ts';
import { openBucket } from './upload-lake.ts';

const dataset = datasets.bets;
const columns = toCuratedColumns(dataset);
const date = 20211001;
const day = '2021-10-01';
const folder = mkdtempSync(join(tmpdir(), 'betlake-curated-'));
const core = new Core();

/** Files of extremes, and one of two row groups, whose ids rise. */
const many = 130_000;
const samples: readonly (readonly Row[])[] = [
  ...fc.sample(anyRows(dataset, [date]), { seed: 20_211_001, numRuns: 25 }),
  Array.from({ length: many }, (_, index) => toSimpleRow(index)),
];
const files = samples.map((rows, index) => {
  const memoryBudget = index % 3 === 0 ? 1 : 64 * 1024 ** 2;
  const landingKey = toLandingKey(index);
  const [file] = writeRows(core, join(folder, String(index)), { dataset, landingKey, rows, memoryBudget });
  return { path: file?.path ?? '', landingKey, rows };
});

function toSimpleRow(index: number): Row {
  const values = dataset.columns.map(({ type }, at): Value => {
    if (type.kind === 'text') return index % 10 === 0 ? null : `t${(index * (at + 1)) % 1000}`;
    return BigInt(at === 0 ? index : index % (at * 100));
  });
  return { date, lineNumber: BigInt(index + 1), values };
}

function toLandingKey(index: number): string {
  return `bets/${String(index).padStart(3, '0')}.jsonl`;
}

function toStored({ values, lineNumber }: Row, landingKey: string): Value[] {
  return [...values, landingKey, lineNumber];
}

describe('Trino reads of what the core writes', () => {
  let place: TrinoPlace;

  beforeAll(async () => {
    const { bucket, database } = await deployCatalog('written', day);
    const store = openBucket(bucket);
    const keys = files.map((_, index) => `curated/bets/dt=${day}/${index}.parquet`);
    for (const [index, key] of keys.entries()) await store.putFile(key, files[index]?.path ?? '');
    await putManifest(store, curatedManifestKey('bets', day), keys, undefined);
    place = { url: inject('trino'), schema: database };
  });

  test('every value of extreme rows', async () => {
    const names = columns.map(({ name, type }) => (type.kind === 'text' ? `to_hex(to_utf8(${name}))` : name));
    const last = toLandingKey(samples.length - 1);
    const { rows } = await queryTrino(
      place,
      `select ${names.join(', ')} from bets where dt = '${day}' and landing_key <> '${last}' order by landing_key, line_number`,
    );
    const expected = files
      .slice(0, -1)
      .flatMap(({ rows, landingKey }) => rows.map((row) => toStored(row, landingKey).map(toTrinoText)));
    expect(rows.length).toBe(expected.length);
    for (const [index, row] of rows.entries()) expect(row).toEqual(expected[index]);
  });

  test('one row group of two, where the bounds of the other rule it out', async () => {
    const { rows, statistics } = await queryTrino(
      place,
      `select count(*), min(bet_id) from bets where dt = '${day}' and bet_id between 122880 and ${many}
         and landing_key = '${toLandingKey(samples.length - 1)}'`,
    );
    expect(rows).toEqual([[String(many - 122_880), '122880']]);
    expect(statistics.inputRows).toBeLessThan(122_880);
  });
});

/** A value as Trino writes it in its columns' types. */
function toTrinoText(value: Value, index: number): string | null {
  const type = columns[index]?.type;
  if (value === null) return null;
  if (typeof value === 'string') return Buffer.from(value).toString('hex').toUpperCase();
  if (type?.kind === 'instant') return new Date(Number(value)).toISOString().replace('T', ' ').slice(0, -1);
  if (type?.kind !== 'decimal') return String(value);
  const digits = String(value < 0n ? -value : value).padStart(type.scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -type.scale)}.${digits.slice(-type.scale)}`;
}

test('pyarrow and polars read every value of extreme rows, and pyarrow their statistics and field ids', async () => {
  const packages = ['pyarrow==26.0.1', 'polars==2.1.0'];
  const python = await installPython({
    name: 'pyarrow-26.0.1-polars-2.1.0',
    packages,
    check: 'import pyarrow.parquet, polars',
  });
  const program = fileURLToPath(new URL('read-files.py', import.meta.url));
  const printed = await runProgram(python, [program, ...files.map(({ path }) => path)], { seconds: 120 });
  const lines = printed.split('\n');
  let at = 0;
  for (const { path, rows, landingKey } of files) {
    for (const reader of ['pyarrow', 'polars']) {
      expect(JSON.parse(lines[at++] ?? '')).toEqual({ path, reader, rows: rows.length });
      for (const row of rows) {
        const expected = toStored(row, landingKey).map((value) => (value === null ? null : String(value)));
        const read = lines[at++] ?? '';
        // The text is nearly always the same, and much faster to compare.
        if (read !== JSON.stringify(expected)) expect(JSON.parse(read)).toEqual(expected);
      }
    }
  }
  expect(lines.slice(at)).toEqual(['']);
});
