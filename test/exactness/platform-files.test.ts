import { cp, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLandingFiles } from '../../client/local/find-landing-files.ts';
import { ingestFiles } from '../../client/local/ingest-files.ts';
import { refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';
import { makeFolder, now, TempLake } from '../client/local/temp-lake.ts';
import { expectOracle } from './expect-oracle.ts';

const fixture = new URL('../fixtures/platform/', import.meta.url);

test('bets.json, players.json and games.json beside each other give what a plain computation makes of them', async () => {
  const folder = await makeFolder();
  await cp(fixture, join(folder, 'data'), { recursive: true });
  const lastModified = new Date('2021-11-11T00:00:00Z');
  for (const name of await readdir(join(folder, 'data')))
    await utimes(join(folder, 'data', name), lastModified, lastModified);
  const lake = new TempLake(join(folder, 'lake'));
  const { files, skipped } = await findLandingFiles([join(folder, 'data')], { lake: lake.folder });
  expect(skipped).toEqual([]);
  expect(files.map(({ key }) => key)).toEqual([
    'bets/data/bets.json',
    'games/data/games.json',
    'players/data/players.json',
  ]);
  const statuses = await lake.write({ now }, async (open) => {
    const loaded: string[] = [];
    for await (const { status } of ingestFiles(open, files)) loaded.push(status);
    await refreshInvalidDays(open);
    return loaded;
  });
  expect(statuses).toEqual(['loaded', 'loaded', 'loaded']);
  const objects = await Promise.all(
    files.map(async ({ key, path }) => ({ key, bytes: await readFile(path), lastModified })),
  );
  const { facts } = await expectOracle(lake, objects);
  expect(facts.length).toBeGreaterThan(10);
  const [sums] = await lake.rows(
    `select count_if(bets_count > 0) as placed, min(real_spent_amount) >= 0 as is_positive, sum(postings_count) > sum(bets_count) as has_wins
    from activity`,
  );
  expect(sums).toMatchObject({ is_positive: 'true', has_wins: 'true' });
});
