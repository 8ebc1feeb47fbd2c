import { describe, expect, it } from 'vitest';
import { markForReload, unloadObject } from '../../lambdas/core/unload-object.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, stake, sunday } from '../faults/rows.ts';

describe('an object that is unloaded in the cloud', () => {
  const bench = useWorkbench();
  const key = 'bets/a.jsonl';

  async function loadAndUnload(): Promise<FakeCloudLake> {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1), stake(2, sunday), badLine]);
    cloud.land('bets/b.jsonl', [stake(3)]);
    await cloud.settle();
    await unloadObject(cloud.store, key, cloud.clock.now());
    cloud.clock.advance(3600);
    await cloud.sweep();
    await cloud.settle();
    return cloud;
  }

  it('is gone from the views once the sweep has sent its days, and stays so when its event comes again', async () => {
    const cloud = await loadAndUnload();
    cloud.landingQueue.send(JSON.stringify({ key }));
    await cloud.settle();
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0, unprocessedCount: 0 });
    expect((await readRecords(cloud)).get(key)).toMatchObject({ status: 'unloaded', files: [] });
    const seen = await bench().reader.read(cloud.store, ['activity_daily']);
    expect(seen.get('activity_daily')).toMatchObject([{ bets_count: 1n }]);
  });

  it('comes back with a new version', async () => {
    const cloud = await loadAndUnload();
    cloud.land(key, [stake(4)]);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('comes back with a reload, which reads the same version again', async () => {
    const cloud = await loadAndUnload();
    await markForReload(cloud.store, key);
    cloud.landingQueue.send(JSON.stringify({ key }));
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('counts on while it is reloaded', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    await markForReload(cloud.store, key);
    const seen = await bench().reader.read(cloud.store, ['activity_daily']);
    expect(seen.get('activity_daily')).toMatchObject([{ bets_count: 1n }]);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 1 });
    await cloud.settle();
    await expectInvariants(cloud);
  });
});
