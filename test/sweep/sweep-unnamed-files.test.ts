import { describe, expect, it } from 'vitest';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, player, stake } from '../faults/rows.ts';

const dayMs = 86_400_000;

describe('sweeping files that nothing names', () => {
  const bench = useWorkbench();
  const orphans = [
    'curated/bets/files/2021-10-04/0123.2021.parquet',
    'curated/bets/files/2021-10-04/published.2021.parquet',
    'curated/games/files/2021-10-04/0123.2021.parquet',
    'quarantine/bets/files/2021-10-05/0123.2021.jsonl',
    'rollup/activity/files/2021/2021-10-04.2021.parquet',
    'rollup/player_dimension/files/2021.parquet',
    'rollup/player_dimension/files/2021.sources.json',
  ];

  async function fill(): Promise<FakeCloudLake> {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), badLine]);
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    for (const key of orphans) cloud.lake.put(key, 'orphan');
    return cloud;
  }

  const sweep = (cloud: FakeCloudLake) => sweepUnnamedFiles(cloud.store, cloud.clock.now(), dayMs);

  it('removes a file that two sweeps a day apart have seen, and no earlier', async () => {
    const cloud = await fill();
    expect(await sweep(cloud)).toEqual({ removedCount: 0, waitingCount: 0 });
    cloud.clock.advance(86_400);
    expect(await sweep(cloud)).toEqual({ removedCount: 0, waitingCount: orphans.length });
    cloud.clock.advance(86_399);
    expect(await sweep(cloud)).toEqual({ removedCount: 0, waitingCount: orphans.length });
    cloud.clock.advance(1);
    expect(await sweep(cloud)).toEqual({ removedCount: orphans.length, waitingCount: 0 });
    expect(cloud.lake.currentKeys().filter((key) => orphans.includes(key))).toEqual([]);
    await expectInvariants(cloud);
  });

  it('removes at once where nothing else is at work, as on a laptop', async () => {
    const cloud = await fill();
    const { removedCount } = await sweepUnnamedFiles(cloud.store, cloud.clock.now(), 0);
    expect(removedCount).toBe(orphans.length);
    expect(cloud.lake.currentKeys().filter((key) => orphans.includes(key))).toEqual([]);
    await expectInvariants(cloud);
  });

  it('keeps a file that is named after the sweep began', async () => {
    const cloud = await fill();
    cloud.land('bets/b.jsonl', [stake(2)]);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('loads/') || when === 'after') return;
      cloud.calls.hook = async ({ operation, key: prefix, when }) => {
        if (operation !== 'ListObjectsV2' || prefix !== 'curated/bets/files/' || when === 'before') return;
        cloud.calls.hook = undefined;
        await poll(cloud.landingQueue, cloud.convert);
      };
      cloud.clock.advance(86_400);
      await sweepUnnamedFiles(cloud.convertContext.store, cloud.clock.now(), dayMs);
      cloud.clock.advance(86_400);
      await sweepUnnamedFiles(cloud.convertContext.store, cloud.clock.now(), dayMs);
    };
    await poll(cloud.landingQueue, cloud.convert);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('goes on from what it had seen where a sweep is cut off', async () => {
    const cloud = await fill();
    cloud.clock.advance(86_400);
    await sweep(cloud);
    cloud.clock.advance(86_400);
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'ListObjectsV2' && key.startsWith('rollup/')) throw new Error('cut off');
    };
    const cut = sweepUnnamedFiles(cloud.convertContext.store, cloud.clock.now(), dayMs);
    await expect(cut).rejects.toThrow('cut off');
    cloud.calls.hook = undefined;
    await sweep(cloud);
    await expectInvariants(cloud);
  });
});
