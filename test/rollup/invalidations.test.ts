import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { type Invalidation, parseInvalidation, toGroup } from '../../lambdas/core/invalidations.ts';
import { newAttempt, toLoadId } from '../../lambdas/core/keys.ts';
import { readManifest } from '../../lambdas/core/manifest.ts';
import { toDefinitionId } from '../../lambdas/rollup/activity-definition.ts';
import { handleInvalidation } from '../../lambdas/rollup/handle-invalidation.ts';
import { accessDenied, slowDown } from '../fake-aws/cloud-faults.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake, sunday } from '../faults/rows.ts';

describe('an invalidation', () => {
  const bench = useWorkbench();
  let cloud: FakeCloudLake;
  beforeEach(() => {
    cloud = new FakeCloudLake(bench());
  });

  const convert = () => poll(cloud.landingQueue, cloud.convert);
  const refreshes = () => cloud.telemetry.count('day refreshed');
  const handle = (invalidation: Invalidation) => handleInvalidation(cloud.refreshContext, invalidation);
  const send = (invalidation: Invalidation) =>
    cloud.refreshQueue.send(JSON.stringify(invalidation), { group: toGroup(invalidation) });
  const failDay = (date: string, dataset = 'bets') => {
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'ListObjectsV2' && key === `curated/${dataset}/files/${date}/`) throw slowDown();
    };
  };
  const namedDays = async () => {
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    return keys.map((key) => key.split('/').at(-1)?.split('.')[0]);
  };
  const recordOf = async (key: string) => {
    const record = (await readRecords(cloud)).get(key);
    if (!record) throw new Error(`${key} has no record`);
    return record;
  };

  it('is sent for each day of a load, with the load and its attempt, in the group of its day', async () => {
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('players/2021-10-04.jsonl', [player('P1')]);
    await convert();
    const { attempt } = await recordOf('bets/a.jsonl');
    const load_id = toLoadId('bets/a.jsonl');
    expect(cloud.refreshQueue.messages.map(({ body, group }) => [JSON.parse(body), group])).toEqual([
      [{ dataset: 'bets', date: sunday, load_id, attempt }, `bets/${sunday}`],
      [{ dataset: 'bets', date: monday, load_id, attempt }, `bets/${monday}`],
      [expect.objectContaining({ dataset: 'players', date: monday }), 'players'],
    ]);
    expect((await recordOf('bets/a.jsonl')).invalidations).toEqual([]);
  });

  it('that cannot be read fails in words, and nothing else does', async () => {
    cloud.refreshQueue.send('{', { group: 'somebody' });
    send({ dataset: 'bets', date: monday });
    await cloud.settle();
    expect(cloud.refreshDead.bodies).toEqual(['{']);
    expect(await namedDays()).toEqual([monday]);
    for (const body of [
      '{',
      '{}',
      '{"dataset":"bets","date":"2021-02-30"}',
      '{"dataset":"odds","date":"2021-10-04"}',
    ])
      expect(() => parseInvalidation(body)).toThrow(BetlakeError);
    expect(() => parseInvalidation('{')).toThrow('not an invalidation: it is not JSON');
    expect(() => parseInvalidation('{"dataset":"bets","date":"2021-02-30"}')).toThrow(
      /^not an invalidation: .*date/s,
    );
  });

  it('is dropped where the day shows its load already, after small reads alone', async () => {
    for (const at of [1, 2, 3]) cloud.land(`bets/${at}.jsonl`, [stake(at)]);
    await convert();
    await cloud.refreshNext();
    expect(refreshes()).toBe(1);
    const read: string[] = [];
    cloud.calls.hook = ({ operation, key, when }) => {
      if (when === 'before' && operation !== 'ChangeMessageVisibility') read.push(`${operation} ${key}`);
    };
    await cloud.refreshNext();
    cloud.calls.hook = undefined;
    expect(read).toEqual([
      'GetObject rollup/activity/manifest/year=2021/symlink.txt',
      expect.stringMatching(/^GetObject loads\/bets\/[0-9a-f]{32}\.json$/),
      `GetObject curated/bets/manifest/dt=${monday}/symlink.txt`,
    ]);
    await cloud.settle();
    expect(refreshes()).toBe(1);
    await expectInvariants(cloud);
  });

  it('computes its day again where the load was replaced or taken out, or without a cause in any case', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    cloud.land('bets/a.jsonl', [stake(2)]);
    await cloud.settle();
    expect(refreshes()).toBe(2);
    await cloud.unload('bets/a.jsonl');
    const { load_id, attempt } = await recordOf('bets/a.jsonl');
    await handle({ dataset: 'bets', date: monday, load_id, attempt });
    expect(refreshes()).toBe(3);
    await handle({ dataset: 'bets', date: monday, load_id, attempt });
    expect(refreshes()).toBe(3);
    await handle({ dataset: 'bets', date: monday });
    expect(refreshes()).toBe(4);
  });

  it('computes its day again where a refresh ended between the two manifests that it publishes', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    const { load_id, attempt } = await recordOf('bets/a.jsonl');
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'PutObject' && key.startsWith('curated/bets/manifest/')) throw accessDenied();
    };
    await expect(handle({ dataset: 'bets', date: monday })).rejects.toThrow('Access Denied');
    cloud.calls.hook = undefined;
    expect(refreshes()).toBe(1);
    for (const _ of [1, 2]) await handle({ dataset: 'bets', date: monday, load_id, attempt });
    expect(refreshes()).toBe(2);
  });

  it('is in the log with its day, whether that was refreshed or shows its load, and how long it took', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    const { load_id, attempt } = await recordOf('bets/a.jsonl');
    const began = performance.now();
    await handle({ dataset: 'bets', date: monday });
    const mostMs = Math.ceil(performance.now() - began);
    await handle({ dataset: 'bets', date: monday, load_id, attempt });
    await handle({
      dataset: 'bets',
      date: monday,
      definition: toDefinitionId(cloud.refreshContext.definition),
    });
    const milliseconds = cloud.telemetry.lines.at(-3)?.milliseconds;
    expect(milliseconds).toBeLessThanOrEqual(mostMs);
    const day = { dataset: 'bets', date: monday };
    expect(cloud.telemetry.lines.slice(-3)).toEqual([
      { message: 'day refreshed', ...day, milliseconds },
      { message: 'the day shows this load already', ...day, load_id },
      { message: 'the day shows this load already', ...day, load_id: null },
    ]);
  });

  it('for a definition computes its day where another definition did, and drops the rest', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    const current = toDefinitionId(cloud.refreshContext.definition);
    await handle({ dataset: 'bets', date: monday, definition: current });
    expect(refreshes()).toBe(1);
    const { definition, ...context } = cloud.refreshContext;
    cloud.refreshContext = { ...context, definition: { ...definition, voidStatuses: ['V'] } };
    await handle({ dataset: 'bets', date: monday, definition: current });
    expect(refreshes()).toBe(2);
  });

  it('of a load is not dropped where the day was computed by another definition', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    const { definition, ...context } = cloud.refreshContext;
    cloud.refreshContext = { ...context, definition: { ...definition, voidStatuses: ['V'] } };
    const { load_id, attempt } = await recordOf('bets/a.jsonl');
    await handle({ dataset: 'bets', date: monday, load_id, attempt });
    expect(refreshes()).toBe(2);
  });

  it('of players publishes its day and brings the dimensions up to date, and is dropped where both hold it', async () => {
    cloud.land(`players/${monday}.jsonl`, [player('P1')]);
    cloud.land(`players/${sunday}.jsonl`, [player('P2')]);
    await convert();
    await cloud.refreshNext();
    for (const name of ['player_dimension', 'player_profiles'])
      expect(cloud.lake.currentKeys(`rollup/${name}/manifest/`)).toHaveLength(1);
    expect(cloud.lake.currentKeys('rollup/game_dimension/')).toEqual([]);
    await cloud.settle();
    expect(refreshes()).toBe(2);
    const { load_id, attempt } = await recordOf(`players/${monday}.jsonl`);
    await handle({ dataset: 'players', date: monday, load_id, attempt });
    expect(refreshes()).toBe(2);
    await cloud.store.delete(['rollup/player_profiles/manifest/symlink.txt']);
    await handle({ dataset: 'players', date: monday, load_id, attempt });
    expect(refreshes()).toBe(3);
    await expectInvariants(cloud);
  });

  it('whose day fails uses up the tries of that day alone, and is named in the log', async () => {
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('bets/b.jsonl', [stake(3, sunday)]);
    await convert();
    failDay(sunday);
    await cloud.settle();
    cloud.calls.hook = undefined;
    expect(await namedDays()).toEqual([monday]);
    expect(cloud.refreshDead.messages.map(({ group }) => group)).toEqual([
      `bets/${sunday}`,
      `bets/${sunday}`,
    ]);
    expect(cloud.telemetry.lines.at(-1)).toMatchObject({
      message: 'refresh failed',
      error_name: 'SlowDown',
      group: `bets/${sunday}`,
    });
    cloud.refreshDead.redriveTo(cloud.refreshQueue);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('behind one of its group that failed is not begun, were they given together', async () => {
    for (const at of [1, 2]) cloud.land(`bets/${at}.jsonl`, [stake(at, sunday)]);
    cloud.land('bets/3.jsonl', [stake(3)]);
    await convert();
    failDay(sunday);
    expect(await poll(cloud.refreshQueue, cloud.rollup)).toMatchObject({ received: 3, failed: 2 });
    cloud.calls.hook = undefined;
    expect(cloud.telemetry.lines.filter(({ message }) => message === 'refresh failed')).toHaveLength(1);
    expect(await namedDays()).toEqual([monday]);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('leaves no file of the work behind, also where it fails, in a folder that is made for it', async () => {
    const scratch = join(cloud.refreshContext.scratch, 'made', 'for', 'it');
    cloud.refreshContext = { ...cloud.refreshContext, scratch };
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    expect(await readdir(scratch)).toEqual([]);
    failDay(sunday);
    await expect(handle({ dataset: 'bets', date: sunday })).rejects.toMatchObject({ name: 'SlowDown' });
    expect(await readdir(scratch)).toEqual([]);
  });

  it('of a day that files hit all the time is worked off once a delay', async () => {
    cloud = new FakeCloudLake(bench(), { refreshDelaySeconds: 300 });
    for (let second = 0; second < 1200; second += 30) {
      cloud.land(`bets/${second}.jsonl`, [stake(second)]);
      await convert();
      await cloud.refreshAll();
      cloud.clock.advance(30);
    }
    expect(refreshes()).toBe(3);
    await cloud.settle();
    expect(refreshes()).toBe(4);
    await expectInvariants(cloud);
  });

  it('of one attempt that is sent twice in five minutes is one', async () => {
    const attempt = newAttempt(cloud.clock.now());
    const days: Invalidation[] = [{ dataset: 'bets', date: monday, load_id: 'a', attempt }];
    await cloud.convertContext.refreshQueue.send(days);
    await cloud.convertContext.refreshQueue.send(days);
    expect(cloud.refreshQueue.messages).toHaveLength(1);
    await cloud.convertContext.refreshQueue.send([{ dataset: 'bets', date: monday }]);
    await cloud.convertContext.refreshQueue.send([{ dataset: 'bets', date: monday }]);
    expect(cloud.refreshQueue.messages).toHaveLength(3);
    for (const _ of [1, 2])
      await cloud.convertContext.refreshQueue.send([{ dataset: 'bets', date: monday, load_id: 'a' }]);
    expect(cloud.refreshQueue.messages).toHaveLength(5);
  });
});
