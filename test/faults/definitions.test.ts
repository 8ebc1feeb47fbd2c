import { describe, expect, it } from 'vitest';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { Gate } from '../fake-aws/gate.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, stake, sunday } from './rows.ts';

describe('settings that change while work is under way', () => {
  const bench = useWorkbench();

  async function sumBets(cloud: FakeCloudLake): Promise<number> {
    const seen = await bench().reader.read(cloud.store, ['activity_daily']);
    return (seen.get('activity_daily') ?? []).reduce((sum, row) => sum + Number(row.bets_count), 0);
  }
  async function loadWithVoid(): Promise<FakeCloudLake> {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, monday, { bet_status_code: 'VOID' })]);
    await cloud.settle();
    await cloud.sweep();
    return cloud;
  }
  const withVoid = ({ refreshContext: { definition } }: FakeCloudLake) => ({
    ...definition,
    voidStatuses: ['VOID'],
  });
  async function sweepDaily(cloud: FakeCloudLake): Promise<void> {
    for (let day = 0; day < 3; day++) {
      cloud.clock.advance(86_400);
      await cloud.sweep();
      await cloud.settle();
    }
  }

  it('are applied in the end where the sweep had them before the refresh had', async () => {
    const cloud = await loadWithVoid();
    cloud.sweepSettings = { definition: withVoid(cloud) };
    expect(await cloud.sweep()).toMatchObject({ outdatedDaysCount: 1 });
    await cloud.settle();
    expect(await sumBets(cloud)).toBe(2);
    cloud.refreshContext = { ...cloud.refreshContext, definition: withVoid(cloud) };
    await sweepDaily(cloud);
    expect(await sumBets(cloud)).toBe(1);
    await expectInvariants(cloud);
  });

  it('are applied in the end where a refresh of the old ones publishes last', async () => {
    const cloud = await loadWithVoid();
    cloud.land('bets/b.jsonl', [stake(3)]);
    await poll(cloud.landingQueue, cloud.convert);
    const [wakes, sleeps] = [new Gate(), new Gate()];
    let isArmed = true;
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (!isArmed || operation !== 'PutObject' || when === 'after') return;
      if (!key.startsWith('rollup/activity/manifest')) return;
      isArmed = false;
      sleeps.open();
      await wakes.opened;
    };
    const old = cloud.refreshNext();
    await sleeps.opened;
    cloud.refreshContext = { ...cloud.refreshContext, definition: withVoid(cloud) };
    await cloud.sweep();
    wakes.open();
    await old;
    await sweepDaily(cloud);
    expect(await sumBets(cloud)).toBe(2);
    await expectInvariants(cloud);
  });

  it('are applied in the end where the messages of the change die', async () => {
    const cloud = await loadWithVoid();
    cloud.refreshContext = { ...cloud.refreshContext, definition: withVoid(cloud) };
    await cloud.sweep();
    for (const { receiptHandle } of cloud.refreshQueue.receive(10)) cloud.refreshQueue.delete(receiptHandle);
    expect(await sumBets(cloud)).toBe(2);
    await sweepDaily(cloud);
    expect(await sumBets(cloud)).toBe(1);
  });

  it('of the first date bring in the bets that were refused for it, and take out those that are before it', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.convertContext = { ...cloud.convertContext, firstDate: '2021-10-04' };
    cloud.land('bets/a.jsonl', [stake(1, sunday), stake(2)]);
    cloud.land('bets/early.jsonl', [stake(3, sunday)]);
    await cloud.settle();
    expect((await readRecords(cloud)).get('bets/early.jsonl')).toMatchObject({ accepted: 0, quarantined: 1 });
    for (const [firstDate, accepted, unreadCount] of [
      ['2021-01-01', [2, 1], 1],
      ['2021-10-04', [1, 0], 0],
    ] as const) {
      cloud.convertContext = { ...cloud.convertContext, firstDate };
      expect(await cloud.sweep()).toMatchObject({ outdatedLoadsCount: 2, unreadCount });
      await cloud.settle();
      const records = await readRecords(cloud);
      expect(['bets/a.jsonl', 'bets/early.jsonl'].map((key) => records.get(key)?.accepted)).toEqual(accepted);
      expect(await cloud.sweep()).toMatchObject({ outdatedLoadsCount: 0 });
      await expectInvariants(cloud);
    }
  });

  it('of the converter leave what it cannot read again: rows of an object that is gone, and of one that is refused now', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/gone.jsonl', [stake(1, sunday)]);
    cloud.land('bets/refused.jsonl.gz', [stake(2, sunday)]);
    cloud.land('bets/unloaded.jsonl', [stake(3, sunday)]);
    await cloud.settle();
    cloud.landing.remove('bets/gone.jsonl');
    cloud.land('bets/refused.jsonl.gz', Buffer.from([0x1f, 0x8b, 0]));
    await cloud.settle();
    await cloud.unload('bets/unloaded.jsonl');
    cloud.convertContext = { ...cloud.convertContext, firstDate: '2021-10-04' };
    // The new one may accept what the other one refused, and says once that it does not.
    expect(await cloud.sweep()).toMatchObject({ outdatedLoadsCount: 1 });
    await cloud.settle();
    expect(await cloud.sweep()).toMatchObject({ outdatedLoadsCount: 0 });
    expect((await readRecords(cloud)).get('bets/refused.jsonl.gz')).toMatchObject({
      status: 'failed',
      accepted: 1,
    });
  });
});
