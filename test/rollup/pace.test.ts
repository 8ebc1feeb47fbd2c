import { describe, expect, it } from 'vitest';
import { activityPaceKey } from '../../lambdas/lake/keys.ts';
import type { ObjectStore } from '../../lambdas/lake/object-store.ts';
import { beginDays, endDays, readRests } from '../../lambdas/rollup/pace.ts';
import { accessDenied } from '../cloud/cloud-faults.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { expectInvariants } from '../cloud/expect-invariants.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { monday, stake, sunday } from '../faults/rows.ts';

const bench = useWorkbench();
const longest = 900;

/** A lake with files that touch days, each loaded. */
async function load(...files: (readonly Parameters<typeof stake>[])[]): Promise<CloudLake> {
  const cloud = new CloudLake(bench(), { dayIntervalSeconds: longest });
  for (const [at, stakes] of files.entries()) {
    cloud.land(
      `bets/${at}.jsonl`,
      stakes.map((said) => stake(...said)),
    );
    await poll(cloud.landingQueue, cloud.convert);
  }
  return cloud;
}

describe('a day of bets', () => {
  it('is left alone for sixty times as long as its last computation took, at most for the interval', async () => {
    const { store, clock } = new CloudLake(bench());
    const waitAfter = async (tookMs: number | undefined, passedSeconds: number) => {
      const pace = { store, now: clock.now(), longestSeconds: longest };
      const begun = await beginDays(pace, await readRests(pace, [monday]), [monday]);
      if (tookMs !== undefined) await endDays(pace, begun, tookMs);
      clock.advance(passedSeconds);
      const rests = await readRests({ ...pace, now: clock.now() }, [monday, sunday]);
      expect(rests.get(sunday)?.waitSeconds).toBe(0);
      return rests.get(monday)?.waitSeconds;
    };
    expect(await waitAfter(1_000, 0)).toBe(60);
    expect(await waitAfter(1_000, 45)).toBe(15);
    expect(await waitAfter(1_000, 61)).toBe(0);
    expect(await waitAfter(60_000, 10)).toBe(890);
    expect(await waitAfter(undefined, 10)).toBe(890);
    // A clock that was set back makes nobody wait for longer than the interval.
    expect(await waitAfter(60_000, -7_200)).toBe(900);
  });

  it('is begun by one of two that found it at rest', async () => {
    const { store, clock } = new CloudLake(bench());
    const pace = { store, now: clock.now(), longestSeconds: longest };
    const [mine, theirs] = [await readRests(pace, [monday]), await readRests(pace, [monday])];
    expect([...(await beginDays(pace, mine, [monday])).keys()]).toEqual([monday]);
    expect([...(await beginDays(pace, theirs, [monday])).keys()]).toEqual([]);
  });

  it('keeps a note of when its computation began and how long it took, where there is an interval', async () => {
    const noteOf = (cloud: CloudLake) => cloud.lake.current(activityPaceKey(monday))?.body.toString('utf8');
    const paced = await load([[1]]);
    await poll(paced.touchQueue, paced.rollup);
    const { begun, took_ms } = JSON.parse(noteOf(paced) ?? '{}');
    expect(begun).toBe(paced.clock.now().toISOString());
    expect(Number.isInteger(took_ms) && took_ms > 0 && took_ms < 60_000).toBe(true);
    const unpaced = new CloudLake(bench());
    unpaced.land('bets/a.jsonl', [stake(1)]);
    await unpaced.settle();
    expect(noteOf(unpaced)).toBeUndefined();
  });

  it('cannot be begun where the note cannot be written', async () => {
    const { store, clock } = new CloudLake(bench());
    const fault = accessDenied();
    const denied = { ...store, put: () => Promise.reject(fault) } as unknown as ObjectStore;
    const pace = { store: denied, now: clock.now(), longestSeconds: longest };
    await expect(beginDays(pace, new Map(), [monday])).rejects.toBe(fault);
  });

  it('whose note is none is not computed', async () => {
    const { store, clock } = new CloudLake(bench());
    const pace = { store, now: clock.now(), longestSeconds: longest };
    for (const [at, note] of [
      '{}',
      '{"begun":"now","took_ms":1}',
      '{"begun":"2021-10-04T00:00:00Z","took_ms":-1}',
    ].entries()) {
      const date = `2021-10-0${at + 1}`;
      await store.put(activityPaceKey(date), note, undefined);
      await expect(readRests(pace, [date])).rejects.toThrow();
    }
  });

  it('is computed once for all files that land while it is under way, and once more for them', async () => {
    const cloud = await load([[1]], [[2]], [[3]], [[4]]);
    let polled = false;
    cloud.calls.hook = async ({ key, operation }) => {
      if (polled || operation !== 'PutObject' || !key.includes('rollup/activity/files/')) return;
      polled = true;
      for (const _ of [2, 3, 4]) await poll(cloud.touchQueue, cloud.rollup, { batchSize: 1 });
    };
    await poll(cloud.touchQueue, cloud.rollup, { batchSize: 1 });
    cloud.calls.hook = undefined;
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(1);
    expect(cloud.touchQueue.messages.map(({ visibleMs }) => visibleMs - cloud.clock.now().getTime())).toEqual(
      Array(3).fill(longest * 1000),
    );
    await cloud.settle();
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(2);
    await expectInvariants(cloud);
  });

  it('waits together with the other days of its message', async () => {
    const cloud = await load([[1]], [[2], [3, sunday]]);
    const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
    await beginDays(pace, await readRests(pace, [sunday]), [sunday]);
    await poll(cloud.touchQueue, cloud.rollup, { batchSize: 1 });
    await poll(cloud.touchQueue, cloud.rollup, { batchSize: 1 });
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toHaveLength(1);
    expect(cloud.touchQueue.bodies.map((body) => JSON.parse(body))).toEqual([
      { dataset: 'bets', dates: [sunday, monday], postponed: 1 },
    ]);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('that is at rest keeps the other day of its message waiting as long', async () => {
    const cloud = await load([[1], [2, sunday]]);
    const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
    await beginDays(pace, await readRests(pace, [sunday]), [sunday]);
    await poll(cloud.touchQueue, cloud.rollup);
    expect(cloud.telemetry.last('DaysRolledUp')).toBeUndefined();
    expect(cloud.touchQueue.messages.map(({ visibleMs }) => visibleMs - cloud.clock.now().getTime())).toEqual(
      [longest * 1000],
    );
  });

  it('that another one begins meanwhile is left to it, and so is the other day of the message', async () => {
    const cloud = await load([[1], [2, sunday]]);
    const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || key !== activityPaceKey(monday) || when === 'after') return;
      cloud.calls.hook = undefined;
      await beginDays(pace, await readRests(pace, [monday]), [monday]);
    };
    await poll(cloud.touchQueue, cloud.rollup);
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toEqual([]);
    expect(cloud.touchQueue.messages.map(({ visibleMs }) => visibleMs - cloud.clock.now().getTime())).toEqual(
      [longest * 1000],
    );
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('is asked for later once, whatever number of messages name it alike', async () => {
    const cloud = await load([[1]], [[2]], [[3], [4, sunday]], [[5, sunday], [6]]);
    const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
    await beginDays(pace, await readRests(pace, [sunday, monday]), [sunday, monday]);
    expect(await poll(cloud.touchQueue, cloud.rollup)).toMatchObject({ received: 4, failed: 0 });
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toEqual([]);
    expect(cloud.touchQueue.bodies.map((body) => JSON.parse(body).dates)).toEqual([
      [monday],
      [sunday, monday],
    ]);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('is computed at once for a message that failed before or has waited four times', async () => {
    for (const waited of [true, false]) {
      const cloud = await load([[1]]);
      const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
      await beginDays(pace, await readRests(pace, [monday]), [monday]);
      if (waited) {
        for (const message of cloud.touchQueue.receive(10)) cloud.touchQueue.delete(message.receiptHandle);
        cloud.touchQueue.send(JSON.stringify({ dataset: 'bets', dates: [monday], postponed: 4 }));
      } else {
        cloud.touchQueue.receive(10);
        cloud.clock.advance(cloud.touchQueue.visibilityTimeout);
        await beginDays({ ...pace, now: cloud.clock.now() }, await readRests(pace, [monday]), [monday]);
      }
      await poll(cloud.touchQueue, cloud.rollup);
      expect(cloud.telemetry.sum('DaysRolledUp')).toBe(1);
      expect(cloud.touchQueue.bodies).toEqual([]);
      await expectInvariants(cloud);
    }
  });

  it('loses no touch where sending it for later fails or the function ends before the answer', async () => {
    const cloud = await load([[1]], [[2]]);
    const pace = { store: cloud.store, now: cloud.clock.now(), longestSeconds: longest };
    await beginDays(pace, await readRests(pace, [monday]), [monday]);
    cloud.calls.hook = ({ operation }) => {
      if (operation === 'SendMessageBatch') throw new Error('connection reset');
    };
    expect(await poll(cloud.touchQueue, cloud.rollup)).toMatchObject({ received: 2, failed: 2 });
    expect(cloud.telemetry.lines.slice(-2)).toMatchObject([
      { message: 'touches could not be postponed', message_id: expect.any(String) },
      { message: 'touches could not be postponed', message_id: expect.any(String) },
    ]);
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });
});
