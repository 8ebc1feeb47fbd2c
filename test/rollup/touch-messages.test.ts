import { describe, expect, it } from 'vitest';
import { parseTouchMessage, toTouchMessages } from '../../lambdas/lake/sqs-touch-queue.ts';
import { slowDown } from '../cloud/cloud-faults.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { expectInvariants } from '../cloud/expect-invariants.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { monday, player, stake, sunday } from '../faults/rows.ts';

describe('touch messages', () => {
  it('carry the days of one data set and year together, a month at most', () => {
    const days = Array.from({ length: 40 }, (_, at) => new Date(Date.UTC(2021, 10, 30 + at)));
    const touches = days.map((day) => ({ dataset: 'bets' as const, date: day.toISOString().slice(0, 10) }));
    const bodies = toTouchMessages([...touches, ...touches, { dataset: 'games', date: monday }]);
    expect(bodies.map((body) => parseTouchMessage(body).dates.length)).toEqual([31, 1, 8, 1]);
    const dates = bodies
      .map(parseTouchMessage)
      .filter(({ dataset }) => dataset === 'bets')
      .flatMap((message) => message.dates);
    expect(dates).toEqual(days.map((day) => day.toISOString().slice(0, 10)));
  });

  it('are read with one date as well, and refused with none that is real', () => {
    expect(parseTouchMessage(`{"dataset":"bets","date":"${monday}"}`)).toEqual({
      dataset: 'bets',
      dates: [monday],
      postponed: 0,
    });
    for (const body of [
      '{',
      '{"dataset":"odds","date":"2021-10-04"}',
      '{"dataset":"bets","dates":[]}',
      '{"dataset":"bets","date":"2021-02-30"}',
      '{"dataset":"bets","date":"../x"}',
    ]) {
      expect(() => parseTouchMessage(body)).toThrow('not a touch message');
    }
  });
});

describe('the rollup of a batch', () => {
  const bench = useWorkbench();
  const touch = (date: string) => JSON.stringify({ dataset: 'bets', date });

  it('computes a day once, whatever number of messages name it', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    await poll(cloud.landingQueue, cloud.convert);
    for (let again = 0; again < 20; again++) cloud.touchQueue.send(touch(again % 2 ? monday : sunday));
    await poll(cloud.touchQueue, cloud.rollup, { batchSize: 100 });
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toHaveLength(2);
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(2);
    await expectInvariants(cloud);
  });

  it('fails the messages of a day that fails, and no other', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('players/a.jsonl', [player('P1')]);
    await poll(cloud.landingQueue, cloud.convert);
    for (const message of cloud.touchQueue.receive(10)) cloud.touchQueue.delete(message.receiptHandle);
    for (const date of [monday, sunday, monday]) cloud.touchQueue.send(touch(date));
    cloud.touchQueue.send(JSON.stringify({ dataset: 'players', date: '2021-10-05' }));
    let soon = 0;
    cloud.calls.hook = ({ key, operation, when }) => {
      if (operation === 'ChangeMessageVisibility' && when === 'before') soon++;
      if (operation === 'ListObjectsV2' && key === `curated/bets/files/${monday}/`) throw slowDown();
    };
    expect(await poll(cloud.touchQueue, cloud.rollup)).toMatchObject({ received: 4, failed: 2 });
    expect(soon).toBe(2);
    expect(cloud.touchQueue.bodies).toEqual([touch(monday), touch(monday)]);
    expect(cloud.touchQueue.nextVisible?.getTime()).toBeLessThanOrEqual(
      cloud.clock.now().getTime() + 120_000,
    );
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it.each([
    [900_000, 240_001, 1],
    [900_000, 240_000, 0],
    [100_000, 50_001, 1],
    [100_000, 50_000, 0],
  ])('that had %i ms computes with %i left as many days as %i', async (first, then, daysCount) => {
    const cloud = new CloudLake(bench());
    cloud.touchQueue.send(touch(monday));
    let asked = 0;
    const remainingMs = () => (asked++ === 0 ? first : then);
    expect(await poll(cloud.touchQueue, cloud.rollup, { remainingMs })).toMatchObject({
      received: 1,
      failed: 1 - daysCount,
    });
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toHaveLength(daysCount);
  });

  it('publishes the days of many years, each in its own manifest', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [
      stake(1),
      stake(2, '2020-02-29'),
      stake(3, '2019-12-31'),
      stake(4, '2020-01-01'),
    ]);
    await cloud.settle();
    expect(cloud.lake.currentKeys('rollup/activity/manifest/')).toEqual(
      [2019, 2020, 2021].map((year) => `rollup/activity/manifest/year=${year}/symlink.txt`),
    );
    await expectInvariants(cloud);
  });
});
