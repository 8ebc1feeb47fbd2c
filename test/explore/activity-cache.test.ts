import { readdir, stat } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { FolderStore } from '../../client/local/folder-store.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { ActivityCache, listActivityYears } from '../../explore/server/activity-cache.ts';
import type { ExploredLake } from '../../explore/server/explored-lake.ts';
import { type ExploreOptions, exploreFolder } from '../../explore/server/local-lake.ts';
import { describeLake, runQuery } from '../../explore/server/run-queries.ts';
import { readRows } from '../client/local/plain-rows.ts';
import { makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { player, stake } from '../faults/rows.ts';
import { landed } from '../oracle/landing-example.ts';
import { makeGrowingLake } from './open-lakes.ts';

const opened: ExploredLake[] = [];
afterEach(async () => {
  for (const lake of opened.splice(0)) await lake.close();
});

async function explore(lake: TempLake, options: ExploreOptions = {}): Promise<ExploredLake> {
  const explored = await exploreFolder(lake.folder, options);
  opened.push(explored);
  return explored;
}

const rowsOf = 'select * from activity order by all';

/** What activity holds, read from the lake's own files and from the cache. */
async function readBoth(lake: TempLake, cache: ActivityCache) {
  const years = await listActivityYears(new FolderStore(lake.folder));
  const reader = await openLakeForReading(lake.folder, [cache.folder]);
  try {
    const own = await readRows(reader.connection, rowsOf);
    await cache.use(reader.connection, years);
    return { years, own, cached: await readRows(reader.connection, rowsOf) };
  } finally {
    await reader.close();
  }
}

test('the cache has the rows of the lake, amounts that fit no eight bytes among them', async () => {
  const lake = await makeLake();
  const large = { real_debit_amount: '9999999999999999.99', partner_company_id: null };
  await lake.ingest([
    landed('bets/a.jsonl', stake(1, '2020-12-31', { player_code: '\ufeffP' }), stake(2, '2021-01-01')),
    landed('bets/b.jsonl', stake(3, '2021-01-02', large), stake(4, '2021-01-02', large)),
  ]);
  const cache = await ActivityCache.create();
  const { own, cached } = await readBoth(lake, cache);
  expect(own).toHaveLength(3);
  expect(cached).toEqual(own);
  await cache.remove();
});

test('a value that begins with U+FEFF is another one than without, from the files and from the cache', async () => {
  const lake = await makeLake();
  await lake.ingest([
    landed('players/a.jsonl', player('A', { country_code: 'FI' }), player('B', { country_code: '\ufeffFI' })),
    landed(
      'bets/a.jsonl',
      stake(1, '2021-01-01', { player_code: 'A' }),
      stake(2, '2021-01-01', { player_code: 'B' }),
    ),
  ]);
  const { signal } = new AbortController();
  for (const caches of [false, true]) {
    const explored = await explore(lake, { caches });
    expect(await explored.whenCached()).toBe(caches);
    for (const value of ['FI', '\ufeffFI']) {
      const state = { by: 'day', where: [{ column: 'country_code', value }] } as const;
      const { rows } = await explored.use(async (snapshot) =>
        runQuery(await describeLake('lake', snapshot, signal), snapshot, 'trend', state, signal),
      );
      expect(rows.map(([, count]) => count)).toEqual(['1']);
    }
  }
});

test('only the years whose manifests have changed are read again, and files in no use are removed', async () => {
  const lake = await makeLake();
  await lake.ingest([landed('bets/a.jsonl', stake(1, '2020-12-31'), stake(2, '2021-01-01'))]);
  const cache = await ActivityCache.create();
  const { years: before } = await readBoth(lake, cache);
  cache.hold(before);
  const made = await Promise.all(
    (await readdir(cache.folder)).map(async (name) => [name, (await stat(`${cache.folder}/${name}`)).ino]),
  );
  expect(made).toHaveLength(2);

  await lake.ingest([landed('bets/b.jsonl', stake(3, '2021-01-01'))]);
  const { years: after, own, cached } = await readBoth(lake, cache);
  cache.hold(after);
  expect(cached).toEqual(own);
  expect(after.filter(({ id }) => before.some((year) => year.id === id))).toHaveLength(1);
  expect(await readdir(cache.folder)).toHaveLength(3);

  await cache.release(before);
  const left = await readdir(cache.folder);
  expect(left.sort()).toEqual(after.map(({ id }) => `${id}.parquet`).sort());
  const kept = await Promise.all(left.map(async (name) => (await stat(`${cache.folder}/${name}`)).ino));
  expect(made.filter(([, ino]) => kept.includes(Number(ino)))).toHaveLength(1);
  await cache.release(after);
  expect(await readdir(cache.folder)).toEqual([]);
  await cache.remove();
});

test('closing a lake while it is cached ends the building of the cache', async () => {
  const lake = await makeLake();
  await lake.ingest(
    await makeSampleObjects({ bets: 300, players: 20, games: 5, days: 1, start: '2021-01-01', seed: 5 }),
  );
  const errors: unknown[] = [];
  const explored = await exploreFolder(lake.folder, { onError: (error) => errors.push(error) });
  const cached = explored.whenCached();
  await explored.close();
  await cached;
  expect(errors).toEqual([]);
});

test('where the cache cannot be built the reason is reported, and queries run all the same', async () => {
  const { lake } = await makeGrowingLake({ bets: 30, players: 5 });
  const failing = vi.spyOn(ActivityCache.prototype, 'use').mockRejectedValue(new Error('no space left'));
  const errors: unknown[] = [];
  const explored = await explore(lake, { onError: (error) => errors.push(error) });
  expect(await explored.whenCached()).toBe(false);
  failing.mockRestore();
  expect(errors).toEqual([new Error('no space left')]);
  const { signal } = new AbortController();
  const described = await explored.use((snapshot) => describeLake('lake', snapshot, signal));
  expect(described.lastDate).toBe('2021-01-01');
});

test('while the cache of a changed lake is built, queries read the former snapshot', async () => {
  const { lake, rest } = await makeGrowingLake({ bets: 300, players: 20 });
  const explored = await explore(lake, { checkMs: 0, patienceMs: 0 });
  await explored.whenCached();
  const { signal } = new AbortController();
  const readLastDate = () =>
    explored.use(async (snapshot) => (await describeLake('lake', snapshot, signal)).lastDate);
  await lake.ingest(rest);
  expect(await readLastDate()).toBe('2021-01-01');
  await vi.waitFor(async () => expect(await readLastDate()).toBe('2021-01-02'), 30_000);
});
