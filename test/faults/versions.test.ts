import { describe, expect, it } from 'vitest';
import { handleInvalidation } from '../../lambdas/rollup/handle-invalidation.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake, toBytes } from '../fake-aws/fake-cloud-lake.ts';
import { Gate } from '../fake-aws/gate.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, monday, stake, sunday } from './rows.ts';

describe('versions of one object', () => {
  const bench = useWorkbench();
  const key = 'bets/a.jsonl';
  /** Larger than the chunk that a connection gives at once. */
  const many = (from: number) => Array.from({ length: 200 }, (_, at) => stake(from + at));

  it('entry 3: overwritten while it is read, one whole version is loaded, and the newest in the end', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    const old = cloud.land(key, many(0));
    cloud.calls.hook = ({ operation, bucket, when }) => {
      if (operation !== 'GetObject' || bucket !== 'landing' || when === 'before') return;
      cloud.calls.hook = undefined;
      cloud.land(key, many(1000).slice(0, 150));
      return { cutAt: 20_000, ending: 'reset' };
    };
    await poll(cloud.landingQueue, cloud.convert, { batchSize: 1 });
    expect((await readRecords(cloud)).get(key)).toMatchObject({
      object_version: old.versionId,
      accepted: 200,
    });
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 3: overwritten before its commit, the version that was read is not kept for newer than it is', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1), badLine]);
    cloud.calls.hook = ({ operation, key: at, when }) => {
      if (operation !== 'PutObject' || !at.startsWith('loads/') || when === 'after') return;
      cloud.calls.hook = undefined;
      cloud.land(key, [stake(2, sunday)]);
    };
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 3: in a bucket without versions nothing of two versions is mixed', async () => {
    const cloud = new FakeCloudLake(bench(), { versioned: false });
    await cloud.settle();
    cloud.land(key, many(0));
    cloud.calls.hook = ({ operation, bucket, when }) => {
      if (operation !== 'GetObject' || bucket !== 'landing' || when === 'before') return;
      cloud.calls.hook = undefined;
      cloud.land(key, many(1000));
      return { cutAt: 20_000, ending: 'reset' };
    };
    await poll(cloud.landingQueue, cloud.convert, { batchSize: 1 });
    expect((await readRecords(cloud)).get(key)).toMatchObject({
      status: 'failed',
      error_code: 'changed_while_read',
      files: [],
    });
    expect(cloud.telemetry.sum('FailedLoads')).toBe(1);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 4: a date that the new version lacks is gone from the views, and its files with the sweep', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1), stake(2, sunday)]);
    await cloud.settle();
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    await expectInvariants(cloud);
    expect(cloud.lake.currentKeys(`curated/bets/files/${sunday}/`)).toEqual([
      expect.stringContaining('published.'),
    ]);
    cloud.land(key, []);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 6: of two workers on one object the one that lost the commit starts over', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1), badLine]);
    const other = cloud.landingQueue.bodies[0] ?? '';
    cloud.calls.hook = async ({ operation, key: at, when }) => {
      if (operation !== 'PutObject' || !at.startsWith('loads/') || when === 'after') return;
      cloud.calls.hook = undefined;
      cloud.landingQueue.send(other);
      await poll(cloud.landingQueue, cloud.convert);
    };
    await poll(cloud.landingQueue, cloud.convert);
    expect(cloud.telemetry.count('load loaded', 'load replaced')).toBe(1);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 6: a zombie that wakes up after a newer version was loaded and rolled up changes nothing', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1), stake(2, sunday)]);
    cloud.calls.hook = async ({ operation, key: at, when }) => {
      if (operation !== 'PutObject' || !at.startsWith('loads/') || when === 'after') return;
      cloud.calls.hook = undefined;
      cloud.land(key, [stake(3)]);
      await poll(cloud.landingQueue, cloud.convert);
      await cloud.refreshAll();
    };
    await poll(cloud.landingQueue, cloud.convert);
    const [record] = (await readRecords(cloud)).values();
    expect(record).toMatchObject({ dates: [monday], accepted: 1 });
    await cloud.settle();
    await expectInvariants(cloud);
  });

  for (const [manifest, prefix] of [
    ["the year's", 'rollup/activity/manifest/'],
    ["the day's", 'curated/bets/manifest/'],
  ] as const) {
    it(`entry 6: of two rollups of a day the one that read the files first loses ${manifest} manifest`, async () => {
      const cloud = new FakeCloudLake(bench());
      cloud.land(key, [stake(1)]);
      await poll(cloud.landingQueue, cloud.convert);
      const counts: unknown[] = [];
      cloud.calls.hook = async ({ operation, key: at, when }) => {
        if (operation !== 'PutObject' || !at.startsWith(prefix) || when === 'after') return;
        cloud.calls.hook = undefined;
        await landAndRollUp(cloud);
        cloud.calls.hook = async (call) => {
          if (call.operation === 'PutObject' && call.when === 'after') counts.push(await countBets(cloud));
        };
      };
      await cloud.refreshAll();
      cloud.calls.hook = undefined;
      expect(new Set(counts)).toEqual(new Set([2n]));
      expect(cloud.refreshQueue.bodies).toEqual([]);
      await expectInvariants(cloud);
    });

    it(`entry 6: of two rollups of a day the one that read the files last starts over where it is second at ${manifest} manifest`, async () => {
      const cloud = new FakeCloudLake(bench());
      cloud.land(key, [stake(1)]);
      await poll(cloud.landingQueue, cloud.convert);
      const [secondAtPut, firstPut] = [new Gate(), new Gate()];
      let second: Promise<unknown> | undefined;
      cloud.calls.hook = async ({ operation, key: at, when }) => {
        if (operation !== 'PutObject' || !at.startsWith(prefix)) return;
        if (when === 'after') return firstPut.open();
        if (second) {
          secondAtPut.open();
          return firstPut.opened;
        }
        second = landAndRollUp(cloud);
        return secondAtPut.opened;
      };
      await cloud.refreshAll();
      await second;
      cloud.calls.hook = undefined;
      expect(cloud.refreshQueue.bodies).toEqual([]);
      await expectInvariants(cloud);
    });
  }

  async function landAndRollUp(cloud: FakeCloudLake): Promise<void> {
    cloud.land('bets/b.jsonl', [stake(2)]);
    await poll(cloud.landingQueue, cloud.convert);
    // As where the queue gives a day again while the first call is still at work on it.
    await handleInvalidation(cloud.refreshContext, { dataset: 'bets', date: monday });
  }

  async function countBets(cloud: FakeCloudLake): Promise<unknown> {
    const seen = await bench().reader.read(cloud.store, ['activity_yearly']);
    return seen.get('activity_yearly')?.[0]?.bets_count;
  }

  it('entry 6: a rollup that slept while a day came back to the rows it had does not win', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    cloud.land('bets/b.jsonl', [stake(2)]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key: at, when }) => {
      if (operation !== 'PutObject' || !at.startsWith('rollup/activity/manifest/') || when === 'after')
        return;
      cloud.calls.hook = undefined;
      cloud.land('bets/b.jsonl', []);
      await poll(cloud.landingQueue, cloud.convert);
      await handleInvalidation(cloud.refreshContext, { dataset: 'bets', date: monday });
    };
    await cloud.refreshAll();
    await expectInvariants(cloud, {
      objects: [
        { key, bytes: toBytes([stake(1)]), lastModified: cloud.clock.now() },
        { key: 'bets/b.jsonl', bytes: Buffer.alloc(0), lastModified: cloud.clock.now() },
      ],
    });
  });
});
