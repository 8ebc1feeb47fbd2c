import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { newAttempt } from '../../lambdas/core/keys.ts';
import { readManifest } from '../../lambdas/core/manifest.ts';
import { withScratch } from '../../lambdas/rollup/handle-invalidation.ts';
import { publishDay } from '../../lambdas/rollup/publish-day.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, monday, stake, sunday } from '../faults/rows.ts';

describe('a day', () => {
  const bench = useWorkbench();

  it('is published with its live files and one without rows, whose name is new', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), badLine]);
    cloud.land('bets/b.jsonl', [stake(2)]);
    await poll(cloud.landingQueue, cloud.convert);
    const manifest = `curated/bets/manifest/dt=${monday}/symlink.txt`;
    cloud.lake.put(
      `curated/bets/files/${monday}/${'0'.repeat(32)}.${newAttempt(new Date())}.by.parquet`,
      'of nobody',
    );
    const named: (readonly string[])[] = [];
    for (const _ of [1, 2]) {
      await withScratch(cloud.refreshContext, (context) => publishDay(context, 'bets', monday));
      named.push((await readManifest(cloud.store, manifest)).keys);
    }
    const [first = [], second = []] = named.map((keys) => keys.filter((key) => key.includes('/published.')));
    expect([first.length, second.length]).toEqual([1, 1]);
    expect(first).not.toEqual(second);
    const [filesOfFirst, filesOfSecond] = named.map((keys) =>
      keys.filter((key) => !key.includes('/published.')),
    );
    expect(filesOfFirst).toHaveLength(2);
    expect(filesOfSecond).toEqual(filesOfFirst);
  });

  it('that is published, or not, leaves no file of it in the folder of the work', async () => {
    const cloud = new FakeCloudLake(bench());
    await withScratch(cloud.refreshContext, async (context) => {
      await publishDay(context, 'bets', monday);
      expect(await readdir(context.scratch)).toEqual([]);
      const fault = new Error('the disk is full');
      vi.spyOn(context.store, 'putFile').mockRejectedValueOnce(fault);
      await expect(publishDay(context, 'bets', monday)).rejects.toBe(fault);
      expect(await readdir(context.scratch)).toEqual([]);
    });
  });

  it('that cannot be published shows the fault, and is not tried for ever', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.denied.push({ action: 's3:PutObject', prefix: 'curated/bets/manifest/' });
    const published = withScratch(cloud.refreshContext, (context) => publishDay(context, 'bets', monday));
    await expect(published).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('beside one that another refresh has published meanwhile is put again, and not computed again', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('rollup/activity/manifest/') || when === 'after')
        return;
      cloud.calls.hook = undefined;
      await withScratch(cloud.refreshContext, (context) => refreshDay(context, monday));
    };
    await withScratch(cloud.refreshContext, (context) => refreshDay(context, sunday));
    const files = cloud.lake.currentKeys('rollup/activity/files/');
    expect(files.filter((key) => key.includes(sunday))).toHaveLength(1);
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    expect(keys).toEqual(files);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('that another refresh has published meanwhile is read and computed again', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('rollup/activity/manifest/') || when === 'after')
        return;
      cloud.calls.hook = undefined;
      cloud.land('bets/b.jsonl', [stake(3)]);
      await poll(cloud.landingQueue, cloud.convert);
      await withScratch(cloud.refreshContext, (context) => refreshDay(context, monday));
    };
    await withScratch(cloud.refreshContext, (context) => refreshDay(context, monday));
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toHaveLength(3);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('that is refreshed leaves the files of the other days of its year, and those of other years', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday), stake(3, '2020-12-31')]);
    await cloud.settle();
    const before = cloud.lake.currentKeys('rollup/activity/files/');
    await withScratch(cloud.refreshContext, (context) => refreshDay(context, monday));
    const after = cloud.lake.currentKeys('rollup/activity/files/');
    expect(after.filter((key) => !before.includes(key))).toHaveLength(1);
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    expect(keys).toHaveLength(2);
    expect(keys).toContain(before.find((key) => key.includes(sunday)));
  });
});
