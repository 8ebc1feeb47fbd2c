import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { decimal, instant, text, whole } from '../../glue/schema.ts';
import { readRows } from '../client/local/plain-rows.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { landed } from '../oracle/landing-example.ts';

const added = [
  { name: 'studio_code', type: text, meaning: '' },
  { name: 'studio_id', type: whole, meaning: '' },
  { name: 'stake_limit_amount', type: decimal(18, 2), meaning: '' },
  { name: 'released_dt', type: instant, meaning: '' },
];

test('files of before a column was declared read with NULL for it, entry 36', async () => {
  const lake = await makeLake();
  const { loads } = await lake.ingest([landed('games/a', { game_id: 1, game_name: 'Old' })], {
    rollUp: false,
  });
  const paths = loads.flatMap(({ record }) => record.files.map(({ key }) => join(lake.folder, key)));
  const [id, ...others] = toCuratedColumns(datasets.games);
  const columns = [...added, ...others, ...(id ? [id] : [])];
  const rows = await lake.read((connection) =>
    readRows(connection, `select * from ${toRows(columns, paths)}`),
  );
  expect(rows).toEqual([
    {
      ...Object.fromEntries(columns.map(({ name }) => [name, null])),
      game_name: 'Old',
      landing_key: 'games/a',
      line_number: 1n,
      game_id: 1n,
    },
  ]);
  expect(Object.keys(rows[0] ?? {})).toEqual(columns.map(({ name }) => name));
  const none = await lake.read((connection) => readRows(connection, `select * from ${toRows(columns, [])}`));
  expect(none).toEqual([]);
});
