import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCuratedColumns } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { type DatasetName, typeNames } from '../../glue/schema.ts';
import { expectSameRows } from '../client/local/plain-rows.ts';
import { makeFolder, makeLake, now } from '../client/local/temp-lake.ts';
import { stake } from '../faults/rows.ts';
import { DATASET_COLUMNS } from '../oracle/columns.ts';
import { type Landed, readLanding, toSourceValues } from '../oracle/read-landing.ts';
import { lineOf } from './read/generated-lines.ts';
import { readParquet } from './read-parquet.ts';

const lastModified = new Date('2021-10-04T00:00:00Z');

/** The curated files that one object became, read back. */
async function convert(key: string, text: string) {
  const lake = await makeLake();
  const object = { key, bytes: Buffer.from(text), lastModified };
  const { loads } = await lake.ingest([object], { rollUp: false });
  const files = loads.flatMap(({ record }) => record.files);
  const contents = await Promise.all(files.map((file) => readParquet(join(lake.folder, file.key))));
  return { contents, files, landing: readLanding([object], { now }) };
}

/** A row as the independent reader of lines has it, in the terms of Parquet. */
function toExpected(dataset: DatasetName, row: Landed) {
  const values = toSourceValues(dataset, row).map((value, at) => {
    const isInstant = DATASET_COLUMNS[dataset][at]?.kind === 'instant';
    return isInstant && typeof value === 'string' ? BigInt(Date.parse(`${value.replace(' ', 'T')}Z`)) : value;
  });
  const names = DATASET_COLUMNS[dataset].map(({ name }, at) => [name, values[at]]);
  return { ...Object.fromEntries(names), landing_key: row.landing_key, line_number: BigInt(row.line_number) };
}

describe.each(Object.values(datasets))('a curated file of $name', (dataset) => {
  test('has the declared columns, each of its declared type', async () => {
    const line = fc.sample(lineOf(dataset), { numRuns: 40, seed: 5 }).join('\n');
    const { contents } = await convert(`${dataset.name}/2021-10-04.jsonl`, line);
    expect(contents.length).toBeGreaterThan(0);
    const declared = toCuratedColumns(dataset).map(({ name, type }) => [name, typeNames(type).parquet]);
    for (const { types } of contents) expect(Object.entries(types)).toEqual(declared);
  });

  test('holds what the lines say, exactly, whichever way each was read', async () => {
    const lines = fc.sample(lineOf(dataset), { numRuns: 2500, seed: 6 });
    const { contents, files, landing } = await convert(`${dataset.name}/it's.jsonl`, lines.join('\n'));
    const rows = contents.flatMap(({ rows }) => rows);
    const expected: readonly Landed[] = landing.rows[dataset.name];
    expect(expected.length).toBeGreaterThan(1000);
    expectSameRows(
      dataset.name,
      rows,
      expected.map((row) => toExpected(dataset.name, row)),
    );
    for (const [at, { date }] of files.entries()) {
      const ofDate = new Set(expected.filter(({ dt }) => dt === date).map((row) => BigInt(row.line_number)));
      expect(new Set(contents[at]?.rows.map(({ line_number }) => line_number))).toEqual(ofDate);
    }
  });
});

test('texts keep every character, and amounts and keys every digit', async () => {
  const text = '\ufeff\u0001 a\u2028"\\\u{1f600}\u{10ffff}\ufeff';
  const line = {
    bet_dt: '2020-02-29 23:59:59',
    player_code: text,
    real_debit_amount: '-9999999999999999.99',
    real_credit_amount: '1000000000000000.01',
    bonus_debit_amount: '-0.00',
    bonus_credit_amount: '0.1',
    player_jackpot_contribution_amount: '9999999999999.99999',
    game_odds: '999999999999.999999',
  };
  const ids = '"bet_id":9223372036854775807,"game_id":-9223372036854775808,"brand_id":9007199254740993';
  const { contents } = await convert('bets/😀.jsonl', `{${ids},${JSON.stringify(line).slice(1)}`);
  expect(contents[0]?.rows).toMatchObject([
    {
      bet_id: 9223372036854775807n,
      game_id: -9223372036854775808n,
      brand_id: 9007199254740993n,
      bet_dt: BigInt(Date.UTC(2020, 1, 29, 23, 59, 59)),
      player_code: text,
      real_debit_amount: -999999999999999999n,
      real_credit_amount: 100000000000000001n,
      bonus_debit_amount: 0n,
      bonus_credit_amount: 10n,
      player_jackpot_contribution_amount: 999999999999999999n,
      game_odds: 999999999999999999n,
      bet_channel_code: null,
      landing_key: 'bets/😀.jsonl',
    },
  ]);
});

interface ParquetCursor {
  next(): Promise<Record<string, unknown> | null>;
}
interface ParquetLite {
  readonly ParquetReader: {
    openFile(path: string): Promise<{ getCursor(): ParquetCursor; close(): Promise<void> }>;
  };
}

test('parquetjs-lite reads texts and whole numbers of a Snappy file that the engine wrote', async () => {
  const lake = await makeLake();
  const path = join(await makeFolder(), 'peer.parquet');
  await lake.write({}, async ({ engine, scratch }) => {
    const inside = join(scratch, 'peer.parquet');
    const rows =
      "(values (1::bigint, 'A'), (2::bigint, null), (9007199254740991::bigint, 'é😀')) as of (id, code)";
    await engine.run(`copy (select * from ${rows}) to '${inside}' (format parquet, codec 'snappy')`);
    await writeFile(path, await readFile(inside));
  });
  const { ParquetReader }: ParquetLite = createRequire(import.meta.url)('parquetjs-lite');
  const reader = await ParquetReader.openFile(path);
  const cursor = reader.getCursor();
  const rows: unknown[] = [];
  for (let row = await cursor.next(); row; row = await cursor.next())
    rows.push([Number(row.id), row.code ?? null]);
  await reader.close();
  expect(rows).toEqual([
    [1, 'A'],
    [2, null],
    [9007199254740991, 'é😀'],
  ]);
});

test.each([
  [100, ['UNCOMPRESSED']],
  [2000, ['UNCOMPRESSED', 'ZSTD']],
])(
  'the chunks of a curated file of %d rows are %s: compression spares nothing of a few bytes',
  async (count, wanted) => {
    const lines = Array.from({ length: count }, (_, at) =>
      JSON.stringify(stake(at, '2021-10-04', { player_code: `PLAYER${at}` })),
    );
    const { contents } = await convert('bets/2021-10-04.jsonl', `${lines.join('\n')}\n`);
    expect(contents.map(({ codecs }) => codecs.toSorted())).toEqual([wanted]);
  },
);
