import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Crash, slowDown } from '../fake-aws/cloud-faults.ts';
import { readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake, sunday } from './rows.ts';

const toDay = (n: number) => new Date(Date.UTC(2021, 3, 1) + n * 86_400_000).toISOString().slice(0, 10);
const functionMs = 900_000;

describe('many large days', () => {
  const bench = useWorkbench();

  async function convertAll(cloud: FakeCloudLake): Promise<void> {
    while ((await poll(cloud.landingQueue, cloud.convert)).received > 0);
  }
  async function countDays(cloud: FakeCloudLake): Promise<number> {
    return (await bench().reader.read(cloud.store, ['activity_daily'])).get('activity_daily')?.length ?? 0;
  }
  /** Refreshes all, where a day takes so long and a call is killed at the function's limit. */
  async function refreshSlowly(cloud: FakeCloudLake, secondsADay: number): Promise<{ killed: number }> {
    let killed = 0;
    while (cloud.refreshQueue.nextVisible) {
      cloud.clock.advanceTo(cloud.refreshQueue.nextVisible);
      const began = cloud.clock.now().getTime();
      const isOver = () => cloud.clock.now().getTime() - began > functionMs;
      cloud.calls.hook = ({ operation, key, when }) => {
        const isDay = operation === 'PutObject' && key.startsWith('rollup/activity/files');
        if (isDay && when === 'before') cloud.clock.advance(secondsADay);
        if (isOver()) throw new Crash('the function was stopped');
      };
      const { error } = await poll(
        cloud.refreshQueue,
        async (...call) => {
          const response = await cloud.rollup(...call);
          if (isOver()) throw new Crash('the function was stopped');
          return response;
        },
        { batchSize: 1 },
      );
      if (error) killed++;
    }
    cloud.calls.hook = undefined;
    return { killed };
  }

  it('of a first backfill are all shown, whatever each takes of its function', async () => {
    const cloud = new FakeCloudLake(bench());
    for (let n = 0; n < 20; n++) cloud.land(`bets/${toDay(n)}.jsonl`, [stake(n, toDay(n))]);
    await convertAll(cloud);
    expect(await refreshSlowly(cloud, 600)).toEqual({ killed: 0 });
    expect(cloud.refreshDead.bodies).toEqual([]);
    expect(await countDays(cloud)).toBe(20);
  });

  it('are all refreshed where one file has rows of every one, and where a definition changes', async () => {
    const cloud = new FakeCloudLake(bench());
    const rows = Array.from({ length: 20 }, (_, n) => [
      stake(n, toDay(n)),
      stake(100 + n, toDay(n), { bet_status_code: 'VOID' }),
    ]);
    cloud.land('bets/all.jsonl', rows.flat());
    await convertAll(cloud);
    expect(await refreshSlowly(cloud, 80)).toEqual({ killed: 0 });
    expect(await countDays(cloud)).toBe(40);
    const { definition } = cloud.refreshContext;
    cloud.refreshContext = { ...cloud.refreshContext, definition: { ...definition, voidStatuses: ['VOID'] } };
    expect(await cloud.sweep()).toMatchObject({ outdatedDaysCount: 20 });
    expect(await refreshSlowly(cloud, 80)).toEqual({ killed: 0 });
    expect(cloud.refreshDead.bodies).toEqual([]);
    expect(await countDays(cloud)).toBe(20);
  });

  it('take the disk of one of them at a time', async () => {
    const cloud = new FakeCloudLake(bench());
    for (let n = 0; n < 8; n++) {
      const rows = Array.from({ length: 500 }, (_, i) =>
        stake(n * 1000 + i, toDay(n), { player_code: `p${i * 7919}` }),
      );
      cloud.land(`bets/${toDay(n)}.jsonl`, rows);
    }
    await convertAll(cloud);
    let peak = 0;
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('rollup/activity/files') || when === 'after') return;
      peak = Math.max(peak, await sumBytes(cloud.refreshContext.scratch));
    };
    const kept = await sumBytes(cloud.refreshContext.scratch);
    await cloud.refreshAll();
    cloud.calls.hook = undefined;
    const sizes = cloud.lake
      .currentKeys('curated/bets/files/')
      .map((key) => cloud.lake.current(key)?.body.length ?? 0);
    expect(peak - kept).toBeLessThan(sizes.reduce((sum, size) => sum + size, 0) / 3);
  });

  it('are refreshed, but for the one that kills its function: that alone ends in the dead letters', async () => {
    const cloud = new FakeCloudLake(bench());
    for (let n = 0; n < 12; n++) cloud.land(`bets/${toDay(n)}.jsonl`, [stake(n, toDay(n))]);
    await convertAll(cloud);
    const poison = toDay(3);
    while (cloud.refreshQueue.nextVisible) {
      cloud.clock.advanceTo(cloud.refreshQueue.nextVisible);
      await poll(
        cloud.refreshQueue,
        (event, ...rest) => {
          if (event.Records.some(({ body }) => body.includes(poison))) throw new Crash('out of memory');
          return cloud.rollup(event, ...rest);
        },
        { batchSize: 1 },
      );
    }
    expect(await countDays(cloud)).toBe(11);
    expect(cloud.refreshDead.bodies.map((body) => JSON.parse(body).date)).toEqual([poison]);
  });

  it('and other data sets are refreshed though S3 does not give what one of them needs', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/sunday.jsonl', [stake(1, sunday)]);
    cloud.land('bets/monday.jsonl', [stake(2, monday)]);
    cloud.land('players/a.jsonl', [player('P1')]);
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'GetObject' && key === `curated/bets/manifest/dt=${sunday}/symlink.txt`)
        throw slowDown();
    };
    await cloud.settle();
    cloud.calls.hook = undefined;
    expect((await readRecords(cloud)).size).toBe(3);
    expect(cloud.refreshDead.bodies).toHaveLength(1);
    const seen = await bench().reader.read(cloud.store, ['activity_daily', 'players_current']);
    expect([seen.get('activity_daily')?.length, seen.get('players_current')?.length]).toEqual([1, 1]);
  });
});

async function sumBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
