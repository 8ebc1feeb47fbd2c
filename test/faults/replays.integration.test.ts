import { describe, expect, it } from 'vitest';
import { originalReplaced } from '../../lambdas/core/replays.ts';
import { Crash } from '../fake-aws/cloud-faults.ts';
import { expectInvariants, expectViews, readRecords } from '../fake-aws/expect-invariants.ts';
import { type Content, FakeCloudLake, toBytes } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import { badLine, monday, stake, sunday } from './rows.ts';

const key = 'bets/2021-10-04.jsonl';
const replayKey = 'bets/2021-10-04-replay-1.jsonl';
/** One line of it was refused: a stake of the bet 99. */
const first: Content = [stake(1), badLine];
/** Somebody's guess of what that line was to say, and a day that no version of the original has. */
const mended: Content = [stake(99, monday, { real_debit_amount: '12.50' }), stake(97, '2021-10-02')];
/** The platform's own correction: the bet was another one. */
const second: Content = [stake(1), stake(98, sunday, { real_debit_amount: '1250.50' })];

const views = ['activity_daily', 'bet_conflicts'];

describe('a replay never outlives a newer version of its original', () => {
  const bench = useWorkbench();

  async function makeLake(...landed: readonly (readonly [string, Content])[]): Promise<FakeCloudLake> {
    const cloud = new FakeCloudLake(bench());
    for (const [at, content] of landed) {
      cloud.land(at, content);
      await cloud.settle();
    }
    return cloud;
  }

  const toObject = (cloud: FakeCloudLake, at: string, content: Content) => ({
    key: at,
    bytes: toBytes(content),
    lastModified: cloud.clock.now(),
  });

  /** The lake shows the original's second version, and of the replay what its record says. */
  async function expectSecond(cloud: FakeCloudLake, at = replayKey): Promise<'current' | 'withdrawn'> {
    await cloud.settle();
    const records = await readRecords(cloud);
    const [original, replay] = [records.get(key), records.get(at)];
    const isWithdrawn = replay?.status === 'unloaded';
    if (isWithdrawn)
      expect(replay).toMatchObject({ error_code: originalReplaced, files: [], invalidations: [] });
    else expect(replay).toMatchObject({ replay_of: key, replay_of_version: original?.object_version });
    const objects = [toObject(cloud, key, second)];
    if (!isWithdrawn) objects.push(toObject(cloud, at, mended));
    await expectViews(cloud, computeLake(objects, { now: cloud.clock.now() }), views);
    return isWithdrawn ? 'withdrawn' : 'current';
  }

  it('is withdrawn with the newer version, though a worker crashes at any call', async () => {
    let crashed = true;
    let index = 0;
    for (; crashed; index++) {
      const cloud = await makeLake([key, first], [replayKey, mended]);
      cloud.land(key, second);
      crashed = false;
      const last = cloud.calls.count + index;
      cloud.calls.hook = (call) => {
        if (call.index < last) return;
        crashed = true;
        throw new Crash();
      };
      await poll(cloud.landingQueue, cloud.convert);
      cloud.calls.hook = undefined;
      expect(await expectSecond(cloud)).toBe('withdrawn');
    }
    expect(index).toBeGreaterThan(15);
  });

  for (const ends of ['goes on', 'crashes'] as const) {
    it(`is withdrawn or made of the newer version where that is loaded at any call of its own load, which ${ends}`, async () => {
      const ended = new Set<string>();
      let reached = true;
      for (let index = 0; reached; index++) {
        const cloud = await makeLake([key, first]);
        cloud.land(replayKey, mended);
        reached = await interrupt(cloud, index, ends, () => cloud.land(key, second));
        if (!reached) break;
        ended.add(await expectSecond(cloud));
      }
      expect(ended).toEqual(new Set(['withdrawn', 'current']));
    });

    it(`is withdrawn or made of the newer version where it is loaded at any call of that one's load, which ${ends}`, async () => {
      const ended = new Set<string>();
      let reached = true;
      for (let index = 0; reached; index++) {
        const cloud = await makeLake([key, first]);
        cloud.land(key, second);
        reached = await interrupt(cloud, index, ends, () => cloud.land(replayKey, mended));
        if (!reached) break;
        ended.add(await expectSecond(cloud));
      }
      expect(ended).toEqual(new Set(['withdrawn', 'current']));
    });
  }

  /** Lets something else land and be loaded at a call of the next load; false where it has no such call. */
  async function interrupt(
    cloud: FakeCloudLake,
    index: number,
    ends: 'goes on' | 'crashes',
    land: () => unknown,
  ): Promise<boolean> {
    let reached = false;
    let isBroken = false;
    const at = cloud.calls.count + index;
    cloud.calls.hook = async (call) => {
      if (isBroken) throw new Crash();
      if (reached || call.index < at) return;
      reached = true;
      const { hook } = cloud.calls;
      cloud.calls.hook = undefined;
      land();
      await poll(cloud.landingQueue, cloud.convert, { batchSize: 1 });
      cloud.calls.hook = hook;
      if (ends === 'goes on') return;
      isBroken = true;
      throw new Crash();
    };
    await poll(cloud.landingQueue, cloud.convert, { batchSize: 1 });
    cloud.calls.hook = undefined;
    return reached;
  }

  it('is withdrawn where it had landed before its original', async () => {
    const cloud = await makeLake([replayKey, mended], [key, first]);
    expect((await readRecords(cloud)).get(replayKey)).toMatchObject({ status: 'loaded', accepted: 2 });
    cloud.land(key, second);
    expect(await expectSecond(cloud)).toBe('withdrawn');
  });

  it('is withdrawn under a name of earlier versions, too, by an earlier record without a version', async () => {
    const old = 'bets/2021-10-04.replay-1.jsonl';
    const cloud = await makeLake([key, first], [old, mended]);
    const at = `loads/bets/${(await readRecords(cloud)).get(old)?.load_id}.json`;
    const {
      replay_of: _,
      replay_of_version: __,
      ...before
    } = JSON.parse(cloud.lake.current(at)?.body.toString() ?? '');
    cloud.lake.put(at, Buffer.from(JSON.stringify(before)));
    cloud.land(key, second);
    // The commit of the original is the last thing that is done.
    cloud.calls.hook = ({ operation, key: put, when }) => {
      if (operation === 'PutObject' && put.startsWith('loads/') && !put.endsWith(at) && when === 'after')
        throw new Crash();
    };
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = undefined;
    expect(await expectSecond(cloud, old)).toBe('withdrawn');
  });

  it('stays withdrawn when it is reloaded, and stays current when its original is', async () => {
    const cloud = await makeLake([key, first], [replayKey, mended]);
    await cloud.reload('bets/2021-10-04.jsonl');
    await cloud.settle();
    expect((await readRecords(cloud)).get(replayKey)).toMatchObject({ status: 'loaded', accepted: 2 });
    cloud.land(key, second);
    await cloud.settle();
    await cloud.reload('bets/');
    expect(await expectSecond(cloud)).toBe('withdrawn');
    await expectInvariants(cloud, { objects: [toObject(cloud, key, second)], views });
  });

  it('stays where the newer version is refused as a whole', async () => {
    const cloud = await makeLake([key, first], [replayKey, mended]);
    cloud.land(key, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await cloud.settle();
    const objects = [toObject(cloud, key, first), toObject(cloud, replayKey, mended)];
    await expectInvariants(cloud, { objects, views });
  });
});
