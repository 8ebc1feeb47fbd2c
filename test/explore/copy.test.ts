import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { describeLake } from '../../explore/answer-state.ts';
import { exploreFolder } from '../../explore/local-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { makeLake } from '../local/temp-lake.ts';
import { makeGrowingLake } from './open-lakes.ts';

test('a copy is built once for a state of the rollup, and goes when the rollup has changed', async () => {
  const objects = await makeSampleObjects({
    bets: 40,
    players: 5,
    games: 5,
    days: 2,
    start: '2021-01-01',
    seed: 5,
  });
  const lake = await makeLake();
  const list = () => readdir(join(lake.folder, 'explore'));
  async function look(): Promise<void> {
    const explored = await exploreFolder(lake.folder);
    expect(await explored.whenCopied()).toBe(true);
    await explored.close();
  }

  await lake.ingest(objects.slice(0, 1));
  await look();
  const [first = ''] = await list();
  const { mtimeMs } = await stat(join(lake.folder, 'explore', first));
  await look();
  expect(await list()).toEqual([first]);
  expect((await stat(join(lake.folder, 'explore', first))).mtimeMs).toBe(mtimeMs);

  await lake.ingest(objects.slice(1));
  await look();
  expect(await list()).toHaveLength(1);
  expect(await list()).not.toContain(first);
});

test('a lake that is closed while it is copied leaves nothing half done', async () => {
  const lake = await makeLake();
  await lake.ingest(
    await makeSampleObjects({ bets: 300, players: 20, games: 5, days: 1, start: '2021-01-01', seed: 5 }),
  );
  const explored = await exploreFolder(lake.folder);
  const copied = explored.whenCopied();
  await explored.close();
  expect(await copied).toBe(false);
  const left = await readdir(join(lake.folder, 'explore')).catch(() => []);
  expect(left.filter((name) => name.includes('.part'))).toEqual([]);
});

test('where no copy can be made it is told why, and the lake answers all the same', async () => {
  const lake = await makeLake();
  await lake.ingest(
    await makeSampleObjects({ bets: 30, players: 5, games: 5, days: 1, start: '2021-01-01', seed: 5 }),
  );
  await writeFile(join(lake.folder, 'explore'), 'a file where the folder should be');
  const errors: unknown[] = [];
  const explored = await exploreFolder(lake.folder, { onError: (error) => errors.push(error) });
  expect(await explored.whenCopied()).toBe(false);
  expect(errors).toHaveLength(1);
  expect(await explored.use(async ({ copy }) => copy)).toBeUndefined();
  await explored.close();
});

test('while the copy of a changed lake is built, answers are those of before', async () => {
  const { lake, rest } = await makeGrowingLake({ bets: 300, players: 20 });
  const explored = await exploreFolder(lake.folder, { lookMs: 0, patienceMs: 0 });
  await explored.whenCopied();
  const { signal } = new AbortController();
  const look = () =>
    explored.use(async (moment) => ({
      isCopied: moment.copy !== undefined,
      lastDate: (await describeLake('lake', moment, signal)).lastDate,
    }));
  await lake.ingest(rest);
  expect(await look()).toEqual({ isCopied: true, lastDate: '2021-01-01' });
  await vi.waitFor(
    async () => expect(await look()).toEqual({ isCopied: true, lastDate: '2021-01-02' }),
    30_000,
  );
  await explored.close();
});
