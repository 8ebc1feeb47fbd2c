import { describe, expect, it } from 'vitest';
import { accessDenied, connectionReset, slowDown } from '../fake-aws/cloud-faults.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, game, player, stake, sunday } from './rows.ts';

describe('outages', () => {
  const bench = useWorkbench();
  const key = 'bets/a.jsonl';

  it('entry 7: S3 that asks to slow down, resets and stalls every few calls is met by retries, and nothing is lost', async () => {
    const cloud = new FakeCloudLake(bench());
    for (const at of [1, 2, 3]) cloud.land(`bets/${at}.jsonl`, [stake(at), stake(at + 10, sunday), badLine]);
    cloud.land('players/a.jsonl', [player('P1')]);
    cloud.land('games/a.jsonl', [game(1)]);
    let trouble = 0;
    cloud.calls.hook = ({ index, when, operation }) => {
      if (index % 7 === 3 && when === 'before') {
        trouble++;
        throw index % 2 === 0 ? slowDown() : connectionReset();
      }
      if (index % 11 === 5 && when === 'after') {
        trouble++;
        if (operation !== 'GetObject') throw connectionReset();
        return { cutAt: 10, ending: index % 2 === 0 ? 'stall' : 'end' };
      }
    };
    for (let round = 0; round < 4; round++) {
      await poll(cloud.landingQueue, cloud.convert);
      await cloud.refreshAll();
      cloud.clock.advance(120);
    }
    cloud.calls.hook = undefined;
    expect(trouble).toBeGreaterThan(10);
    await cloud.settle();
    expect([...cloud.landingDead.bodies, ...cloud.refreshDead.bodies]).toEqual([]);
    await expectInvariants(cloud);
  });

  it('entry 7: a message that failed comes again after 30 to 120 seconds, not after the visibility timeout', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1)]);
    cloud.calls.hook = ({ service }) => {
      if (service === 's3') throw slowDown();
    };
    const before = cloud.clock.now().getTime();
    expect(await poll(cloud.landingQueue, cloud.convert)).toMatchObject({ failed: 1, error: undefined });
    const seconds = ((cloud.landingQueue.nextVisible?.getTime() ?? 0) - before) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThanOrEqual(120);
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 7: a message keeps its visibility timeout where that cannot be shortened, and still comes again', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1)]);
    cloud.calls.hook = () => {
      throw slowDown();
    };
    const before = cloud.clock.now().getTime();
    expect(await poll(cloud.landingQueue, cloud.convert)).toMatchObject({ failed: 1, error: undefined });
    expect(cloud.landingQueue.nextVisible?.getTime()).toBe(before + 5_400_000);
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 14: a right that is withdrawn fails closed, and is never taken for an empty or absent object', async () => {
    for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'] as const) {
      const cloud = new FakeCloudLake(bench());
      cloud.land(key, [stake(1)]);
      await cloud.settle();
      cloud.denied.push({ action });
      cloud.land(key, [stake(2), stake(3, sunday)]);
      cloud.land('bets/b.jsonl', [stake(4)]);
      await cloud.settle();
      expect(cloud.landingDead.bodies).toHaveLength(2);
      const records = await readRecords(cloud);
      expect([...records.keys()]).toEqual([key]);
      expect(records.get(key)).toMatchObject({ status: 'loaded', accepted: 1 });
      cloud.denied.length = 0;
      cloud.landingDead.redriveTo(cloud.landingQueue);
      await cloud.settle();
      await expectInvariants(cloud, { views: ['activity_daily'] });
    }
  });

  it('entry 14: a rollup without the right to list or read publishes nothing, and is made up for', async () => {
    for (const denial of [
      { action: 's3:ListBucket', prefix: 'curated/' },
      { action: 's3:GetObject', prefix: 'loads/' },
      { action: 's3:GetObject', prefix: 'curated/bets/files/' },
      { action: 's3:GetObject', prefix: 'rollup/' },
    ] as const) {
      const cloud = new FakeCloudLake(bench());
      cloud.land(key, [stake(1)]);
      await cloud.settle();
      cloud.land(key, [stake(2)]);
      await poll(cloud.landingQueue, cloud.convert);
      cloud.denied.push(denial);
      await cloud.settle();
      expect(cloud.refreshDead.bodies).toHaveLength(1);
      const seen = await bench().reader.read(cloud.store, ['activity_daily']);
      expect(seen.get('activity_daily')).toMatchObject([{ bets_count: 1n }]);
      cloud.denied.length = 0;
      cloud.refreshDead.redriveTo(cloud.refreshQueue);
      await cloud.settle();
      await expectInvariants(cloud, { views: ['activity_daily'] });
    }
  });

  it('entry 15: where refused lines cannot be written, the load fails, and no line is dropped in silence', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.calls.hook = ({ operation, key: at }) => {
      if (operation === 'PutObject' && at.startsWith('quarantine/')) throw accessDenied();
    };
    cloud.land(key, [stake(1), badLine]);
    expect(await poll(cloud.landingQueue, cloud.convert)).toMatchObject({ failed: 1 });
    expect(await readRecords(cloud)).toEqual(new Map());
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });
});
