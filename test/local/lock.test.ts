import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockLake } from '../../local/lock.ts';
import { makeFolder } from './temp-lake.ts';

test.each([
  ['nothing of it was written', 0],
  ['its beginning was written', 4096],
  ['half of it was written', 6000],
])('a lake whose lock was left unfinished can be opened: %s', async (_, bytes) => {
  const folder = await makeFolder();
  (await lockLake(folder))();
  const path = join(folder, 'lock');
  expect((await readFile(path)).length).toBeGreaterThan(bytes);
  await truncate(path, bytes);
  const unlock = await lockLake(folder);
  unlock();
  (await lockLake(folder))();
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a lock of other bytes is written anew', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'lock'), Buffer.alloc(20_000, 'x'));
  const unlock = await lockLake(folder);
  unlock();
  expect(await readdir(folder)).toEqual(['lock']);
});
