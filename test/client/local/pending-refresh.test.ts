import { existsSync } from 'node:fs';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ingestFiles } from '../../../client/local/ingest-files.ts';
import { mustBeLakeOrEmpty } from '../../../client/local/lake-folder.ts';
import { findPendingRefresh, pendingRefreshName } from '../../../client/local/pending-refresh.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import { ledgerPrefix } from '../../../glue/prefixes.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeFolder, TempLake } from './temp-lake.ts';

/** Two files of bets of three days, and one of games. */
async function writeFiles() {
  const folder = await makeFolder();
  const objects = [
    landed('bets/a.jsonl', bet({ bet_id: 1 }), bet({ bet_id: 2, bet_dt: '2021-10-05 00:00:00' })),
    landed('bets/b.jsonl', bet({ bet_id: 3 }), bet({ bet_id: 4, bet_dt: '2021-10-06 00:00:00' })),
    landed('games/a.jsonl', { game_id: 1, game_name: 'G' }),
  ];
  return Promise.all(
    objects.map(async ({ key, bytes }, at) => {
      const path = join(folder, `${at}.jsonl`);
      await writeFile(path, bytes);
      return { dataset: at < 2 ? ('bets' as const) : ('games' as const), key, path, source: path };
    }),
  );
}

test('an ingest that ends anywhere before the rollups leaves a count of what they lack', async () => {
  const lake = new TempLake(await makeFolder());
  const files = await writeFiles();
  const marker = join(lake.folder, pendingRefreshName);
  expect(await findPendingRefresh(lake.folder)).toBeUndefined();
  await lake.write({}, async (open) => {
    for await (const load of ingestFiles(open, files.slice(0, 2))) {
      expect(load.status).toBe('loaded');
      // Killed here: what the first file loaded is committed.
      break;
    }
  });
  expect(await findPendingRefresh(lake.folder)).toEqual({ files: 1, days: 2 });
  await lake.write({}, async (open) => {
    for await (const load of ingestFiles(open, files)) expect(load.status).not.toBe('failed');
    expect(await findPendingRefresh(lake.folder)).toEqual({ files: 3, days: 3 });
    expect(existsSync(marker)).toBe(true);
    await refreshInvalidDays(open);
  });
  expect(existsSync(marker)).toBe(false);
  expect(await findPendingRefresh(lake.folder)).toBeUndefined();
});

test('only records written since the ingest began are read', async () => {
  const lake = new TempLake(await makeFolder());
  await lake.ingest([landed('games/old.jsonl', { game_id: 7, game_name: 'G' })]);
  const [games] = await writeFiles().then((files) => files.slice(2));
  if (!games) throw new Error('no games');
  await lake.write({}, async (open) => {
    const store = open.store;
    for await (const { key } of store.list(ledgerPrefix('games'))) {
      const path = join(store.root, key);
      // Were it read, it would be an error.
      await writeFile(path, 'no record');
      await utimes(path, 0, 0);
    }
    for await (const load of ingestFiles(open, [games])) expect(load.status).toBe('loaded');
  });
  expect(await findPendingRefresh(lake.folder)).toEqual({ files: 1, days: 0 });
});

test('a lake whose first load was killed at once can be written into again', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, pendingRefreshName), '');
  await writeFile(join(folder, 'lock'), '');
  await mustBeLakeOrEmpty(folder);
  expect(await findPendingRefresh(folder)).toBeUndefined();
});
