import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import '../../lambdas/core/duckdb.ts';

const mark = '\ufeff';

test('a text that begins with U+FEFF leaves the engine with it, short or long, alone or within another value', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const long = `${mark}${'x'.repeat(100)}`;
  const sql = `select unnest(['${mark}P1', '${mark}', '${mark}${mark}', 'P${mark}1', '${long}', '${mark}é😀']) as text`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  expect(rows).toEqual(
    [`${mark}P1`, mark, mark + mark, `P${mark}1`, long, `${mark}é😀`].map((text) => [text]),
  );

  const nested = await connection.runAndReadAll(
    `select {a: '${mark}a'}, ['${mark}b'], map {'${mark}k': '${mark}v'}, cast('${mark}e' as enum('${mark}e'))`,
  );
  expect(nested.getRowsJson()).toEqual([
    [{ a: `${mark}a` }, [`${mark}b`], [{ key: `${mark}k`, value: `${mark}v` }], `${mark}e`],
  ]);
  const names = await connection.runAndReadAll(`select 1 as "${mark}n"`);
  expect(names.columnNames()).toEqual([`${mark}n`]);
  connection.closeSync();
});
