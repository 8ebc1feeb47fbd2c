import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toResult } from '../../../client/queries/result.ts';
import { writeResult } from '../../../client/queries/write-view-file.ts';
import { readParquet } from '../../convert/read-parquet.ts';
import { makeFolder } from '../local/temp-lake.ts';

const texts = [
  ...[
    'a\rb',
    'a\nb',
    'a\r\nb',
    '\r',
    '\n',
    'x\r',
    '"',
    '""',
    'a""b',
    "'",
    'a,b',
    ' lead',
    'trail ',
    '\t',
    '#c',
  ],
  ...[
    '\\N',
    'NULL',
    'null',
    '\u0000',
    'a\u0000b',
    '\u2028',
    '\ufeffbom',
    '=1+1',
    'é',
    '😀',
    'x'.repeat(100_000),
  ],
];
const columns = [
  { name: 'id', type: 'BIGINT' },
  { name: 'text', type: 'VARCHAR' },
  { name: 'count', type: 'BIGINT' },
];
const rows = [...texts, null].map((text, at) => [BigInt(at), text, 1n]);

test('every text comes through a file of Parquet as it is, and NULL as NULL', async () => {
  const path = join(await makeFolder(), 'a.parquet');
  expect(await writeResult(toResult(columns, rows), path, 'parquet')).toBe(BigInt(rows.length));
  const read = await readParquet(path);
  expect(read.rows.map(({ id, text, count }) => [id, text ?? null, count])).toEqual(rows);
});

test('every text comes through a file of CSV as it is', async () => {
  const path = join(await makeFolder(), 'a.csv');
  await writeResult(toResult(columns, rows), path, 'csv');
  const cells = (await readFile(path, 'utf8'))
    .slice('id,text,count\n'.length)
    .matchAll(/(\d+),("(?:[^"]|"")*"|[^,\n"\r]*),1\n/g);
  const read = [...cells].map(([, id, cell = '']) => [
    BigInt(id ?? ''),
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  ]);
  expect(read).toEqual(rows.map(([id, text]) => [id, text ?? '']));
});
