import { readdirSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

async function openIn(folder: string) {
  const inside = join(folder, 'inside');
  await mkdir(inside, { recursive: true });
  return openEngine({
    threads: 1,
    memoryLimitMib: 64,
    tempDirectory: join(folder, 'temporary'),
    allowedDirectories: [inside],
  });
}

test('the engine that loads and rolls up reaches nothing but its folders', async () => {
  const folder = await makeFolder();
  const engine = await openIn(folder);
  const outside = join(folder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'a.csv'), '1\n');
  await symlink(outside, join(folder, 'inside', 'link'));
  await symlink(join(outside, 'a.csv'), join(folder, 'inside', 'a.csv'));
  const paths = [
    join(outside, 'a.csv'),
    join(folder, 'inside/../outside/a.csv'),
    join(folder, 'inside/link/a.csv'),
    join(folder, 'inside/a.csv'),
    join(folder, 'inside-not', 'a.csv'),
    '/etc/passwd',
    '/proc/self/environ',
    'a.csv',
    'http://127.0.0.1/a.csv',
    's3://bucket/a.csv',
  ];
  const statements = [
    ...paths.flatMap((path) => [
      `select * from read_csv('${path}')`,
      `select * from read_blob('${path}')`,
      `copy (select 2) to '${path}'`,
      `attach '${path}' as other`,
    ]),
    `select * from glob('${folder}/*')`,
    `export database '${outside}/x'`,
    `import database '${outside}'`,
    'install httpfs',
    'load httpfs',
    `load '${outside}/x.duckdb_extension'`,
    'set enable_external_access = true',
    `set allowed_directories = ['${outside}']`,
    `set allowed_paths = ['/etc/passwd']`,
    "set temp_directory = '/'",
    'set lock_configuration = false',
    'reset lock_configuration',
    'pragma enable_external_access = true',
    'set autoload_known_extensions = true',
    "create secret (type s3, key_id 'x', secret 'y')",
    "select getenv('HOME')",
  ];
  for (const sql of statements) {
    const result = await engine.rows(sql).catch((error) => error);
    expect([sql, result]).toEqual([sql, expect.any(Error)]);
  }
  engine.close();
  expect(readdirSync(outside)).toEqual(['a.csv']);
  expect(readdirSync(folder).sort()).toEqual(['inside', 'outside', 'temporary']);
});

test('an engine is refused a folder whose name would be a pattern', async () => {
  await expect(openIn(join(await makeFolder(), 'a[b]'))).rejects.toThrow(
    'takes *, ? and [ in a path for a pattern',
  );
});
