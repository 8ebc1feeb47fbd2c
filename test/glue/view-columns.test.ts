import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LakeReader, openLakeForReading } from '../../client/local/query-lake.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { typeNames } from '../../glue/schema.ts';
import { views } from '../../glue/views/index.ts';

describe('the columns of a view as declared', () => {
  let folder = '';
  let reader: LakeReader;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'betlake-views-'));
    reader = await openLakeForReading(folder);
  });

  afterAll(async () => {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(views.map((view) => [view.name, view] as const))(
    'are what DuckDB says of %s',
    async (name, view) => {
      const described = await reader.connection.runAndReadAll(`describe ${name}`);
      const actual = described
        .getRowObjectsJson()
        .map(({ column_name, column_type }) => [column_name, column_type]);
      const declared = view.columns.map((column) => [column.name, typeNames(column.type).duckdb]);
      expect(actual).toEqual(declared);
    },
  );
});

test('bet_conflicts compares every column of bets', () => {
  const sql = views.find(({ name }) => name === 'bet_conflicts')?.sql ?? '';
  const [, compared = ''] = /distinct_rows as \(\s+select(.*?)count\(\*\)/s.exec(sql) ?? [];
  const names = compared.split(',').map((name) => name.trim());
  for (const { name } of bets.columns) expect(names).toContain(name);
});

test('a view file says on its first line what a row is', () => {
  for (const { sql } of views) expect(sql).toMatch(/^-- one row /);
});
