import { describe, expect, it } from 'vitest';
import { type PlainRow, toRowText } from '../client/local/plain-rows.ts';
import { Crash } from '../fake-aws/cloud-faults.ts';
import { expectInvariants, readLandingBucket } from '../fake-aws/expect-invariants.ts';
import { type Content, FakeCloudLake, toBytes } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import { badLine, monday, player, stake, sunday } from './rows.ts';

const key = 'bets/a.jsonl';
const first: Content = [stake(1), stake(2, sunday), badLine];
/** Without Sunday, and with a day more. */
const second: Content = [stake(1), stake(3, '2021-10-02'), badLine, badLine];
const third: Content = [stake(4, '2021-10-01')];

describe('entry 5: a crash', () => {
  const bench = useWorkbench();

  /** The first version is there; the second lands, and every call from one on never happens. */
  async function crashAt(index: number): Promise<{ cloud: FakeCloudLake; crashed: boolean }> {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, first);
    await cloud.settle();
    cloud.land(key, second);
    let crashed = false;
    const last = cloud.calls.count + index;
    cloud.calls.hook = (call) => {
      if (call.index < last) return;
      crashed = true;
      throw new Crash();
    };
    await poll(cloud.landingQueue, cloud.convert);
    await cloud.refreshAll();
    cloud.calls.hook = undefined;
    return { cloud, crashed };
  }

  it('at any call of a conversion or rollup shows each day of one version or the other, and heals', async () => {
    let index = 0;
    for (let crashed = true; crashed; index++) {
      const run = await crashAt(index);
      crashed = run.crashed;
      await expectOneOf(run.cloud, [first, second]);
      await run.cloud.settle();
      await expectInvariants(run.cloud, { views: ['activity_daily', 'bet_conflicts'] });
    }
    expect(index).toBeGreaterThan(20);
  });

  it('at any call of a conversion, with a third version landing before the next try, heals as well', async () => {
    for (let index = 0; index < 10; index++) {
      const { cloud } = await crashAt(index);
      cloud.land(key, third);
      cloud.landingQueue.deliver = (visible) => [...visible].reverse();
      await cloud.settle();
      await expectInvariants(cloud, { views: ['activity_daily'] });
    }
  });

  it('between the commit and the sending of a dropped day is healed by the sweep alone', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, first);
    await cloud.settle();
    cloud.land(key, second);
    cloud.calls.hook = ({ service }) => {
      if (service === 'sqs') throw new Crash();
    };
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = undefined;
    for (const { receiptHandle } of cloud.landingQueue.messages) {
      cloud.landingQueue.delete(receiptHandle ?? '');
    }
    expect(await cloud.sweep()).toMatchObject({ unprocessedCount: 0 });
    cloud.clock.advance(7200);
    expect(await cloud.sweep()).toMatchObject({ unprocessedCount: 3 });
    expect(cloud.telemetry.last('OldestUnprocessedInvalidationSeconds')).toBe(7200);
    await cloud.settle();
    cloud.clock.advance(7200);
    await cloud.sweep();
    expect(cloud.telemetry.sum('OldestUnprocessedInvalidationSeconds')).toBe(7200);
    await expectInvariants(cloud);
  });

  it('of an invalidation that is lost for good shows in the manifests, and the sweep sends it again', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, first);
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    cloud.land(key, second);
    cloud.land('players/a.jsonl', [player('P2')]);
    await poll(cloud.landingQueue, cloud.convert);
    for (const { receiptHandle } of cloud.refreshQueue.receive(100)) cloud.refreshQueue.delete(receiptHandle);
    cloud.clock.advance(7200);
    expect(await cloud.sweep()).toMatchObject({ unprocessedCount: 4 });
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('between the two publications of a day is healed by the sweep alone, though the load has gone by then', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    await poll(cloud.landingQueue, cloud.convert);
    crashBeforeTableOfBets(cloud);
    await cloud.refreshAll();
    cloud.calls.hook = undefined;
    cloud.land(key, []);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.clock.advance(7200);
    for (const { receiptHandle } of cloud.refreshQueue.messages)
      cloud.refreshQueue.delete(receiptHandle ?? '');
    for (const { receiptHandle } of cloud.refreshQueue.receive(100)) cloud.refreshQueue.delete(receiptHandle);
    // The ledger names no file of the day, and neither does its table: only the activity still has the row.
    expect(await cloud.sweep()).toMatchObject({ unprocessedCount: 0, outdatedDaysCount: 1 });
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('between the two publications of a day that another definition computes leaves its message to be handled again', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    const { definition, ...context } = cloud.refreshContext;
    cloud.refreshContext = { ...context, definition: { ...definition, voidStatuses: ['V'] } };
    await cloud.sweep();
    crashBeforeTableOfBets(cloud);
    await cloud.refreshAll();
    cloud.calls.hook = undefined;
    await cloud.settle();
    expect(await cloud.sweep()).toMatchObject({ outdatedDaysCount: 0 });
  });

  /** Every refresh ends after it has published the activity of its day, and before its table of bets. */
  function crashBeforeTableOfBets(cloud: FakeCloudLake): void {
    cloud.calls.hook = ({ operation, key, when }) => {
      if (operation !== 'PutObject' || when === 'after') return;
      if (key.startsWith('curated/bets/manifest/')) throw new Crash();
    };
  }

  /** Every day is as one of the versions has it. */
  async function expectOneOf(cloud: FakeCloudLake, versions: readonly Content[]): Promise<void> {
    const seen = await bench().reader.read(cloud.store, ['activity_daily']);
    const [object] = readLandingBucket(cloud);
    const options = { now: cloud.clock.now() };
    const allowed = versions.map((content) => {
      const objects = [{ key, bytes: toBytes(content), lastModified: object?.lastModified ?? options.now }];
      return computeLake(objects, options).views.activity_daily ?? [];
    });
    const ofDay = (rows: readonly PlainRow[] = [], day: string) =>
      rows
        .filter(({ period_start }) => period_start === day)
        .map(toRowText)
        .sort();
    for (const day of ['2021-10-02', sunday, monday]) {
      const rows = ofDay(seen.get('activity_daily'), day);
      expect(allowed.map((version) => ofDay(version as PlainRow[], day))).toContainEqual(rows);
    }
  }
});
