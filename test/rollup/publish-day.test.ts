import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { newAttempt } from '../../lambdas/lake/keys.ts';
import { readManifest } from '../../lambdas/lake/manifest.ts';
import { publishDay } from '../../lambdas/rollup/publish-day.ts';
import { rollUpDays } from '../../lambdas/rollup/roll-up-days.ts';
import { withScratch } from '../../lambdas/rollup/touch-context.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { expectInvariants } from '../cloud/expect-invariants.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { badLine, monday, stake, sunday } from '../faults/rows.ts';

describe('a day', () => {
  const bench = useWorkbench();

  it('is published with the files that count and one without rows, whose name is new', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), badLine]);
    cloud.land('bets/b.jsonl', [stake(2)]);
    await poll(cloud.landingQueue, cloud.convert);
    const manifest = `curated/bets/manifest/dt=${monday}/symlink.txt`;
    cloud.lake.put(
      `curated/bets/files/${monday}/${'0'.repeat(32)}.${newAttempt(new Date())}.parquet`,
      'of nobody',
    );
    const named: (readonly string[])[] = [];
    for (const _ of [1, 2]) {
      await withScratch(cloud.rollupContext, (context) => publishDay(context, 'bets', monday));
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
    const cloud = new CloudLake(bench());
    await withScratch(cloud.rollupContext, async (context) => {
      await publishDay(context, 'bets', monday);
      expect(await readdir(context.scratch)).toEqual([]);
      const fault = new Error('the disk is full');
      const engine = { ...context.engine, run: () => Promise.reject(fault) };
      await expect(publishDay({ ...context, engine }, 'bets', monday)).rejects.toBe(fault);
    });
  });

  it('that cannot be published shows the fault, and is not tried for ever', async () => {
    const cloud = new CloudLake(bench());
    cloud.denied.push({ action: 's3:PutObject', prefix: 'curated/bets/manifest/' });
    const published = withScratch(cloud.rollupContext, (context) => publishDay(context, 'bets', monday));
    await expect(published).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each([
    ['is not computed again where nobody has touched it', [sunday, monday, monday]],
    ['is computed again where its files have changed', [sunday, monday, sunday, monday]],
  ])('beside one that another rollup has published meanwhile %s', async (_, expected) => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('rollup/activity/manifest/') || when === 'after')
        return;
      cloud.calls.hook = undefined;
      await withScratch(cloud.rollupContext, (context) => rollUpDays(context, [monday]));
      if (expected.length === 3) return;
      cloud.land('bets/b.jsonl', [stake(3, sunday)]);
      await poll(cloud.landingQueue, cloud.convert);
    };
    const computed: string[] = [];
    await withScratch(cloud.rollupContext, (context) =>
      rollUpDays({ ...context, onDay: (date) => computed.push(date) }, [sunday, monday]),
    );
    expect(computed).toEqual(expected);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('of another year or one that is not asked for keeps its file', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday), stake(3, '2020-12-31')]);
    await cloud.settle();
    const before = cloud.lake.currentKeys('rollup/activity/files/');
    const computed: string[] = [];
    await withScratch(cloud.rollupContext, (context) =>
      rollUpDays({ ...context, onDay: (date) => computed.push(date) }, [monday, monday]),
    );
    expect(computed).toEqual([monday]);
    const after = cloud.lake.currentKeys('rollup/activity/files/');
    expect(after.filter((key) => !before.includes(key))).toHaveLength(1);
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    expect(keys).toHaveLength(2);
    expect(keys).toContain(before.find((key) => key.includes(sunday)));
  });
});
