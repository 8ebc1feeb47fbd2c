import { describe, expect, it } from 'vitest';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, game, monday, player, stake, sunday, win } from './rows.ts';

describe('deliveries', () => {
  const bench = useWorkbench();

  it('entry 1: an event that comes three times is loaded once, and its files stay as they are', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), win(1), badLine, '']);
    const body = cloud.landingQueue.bodies.at(-1) ?? '';
    await cloud.settle();
    const files = () => cloud.lake.currentKeys('curated/bets/files/');
    const before = files();
    cloud.landingQueue.send(body);
    cloud.landingQueue.send(body);
    await cloud.settle();
    expect(files()).toEqual(before);
    expect(cloud.telemetry.count('load loaded', 'load replaced')).toBe(1);
    expect(cloud.telemetry.sum('LinesAccepted')).toBe(2);
    expect(cloud.telemetry.sum('LinesQuarantined')).toBe(1);
    expect(cloud.telemetry.lines.find(({ message }) => message === 'load loaded')).toMatchObject({
      blank: 1,
    });
    await expectInvariants(cloud);
  });

  it('entry 2: events in any order end with the current objects of the bucket', async () => {
    const events: string[] = [];
    const lands = (cloud: FakeCloudLake) => {
      cloud.land('bets/a.jsonl', [stake(1)]);
      cloud.land('games/a.jsonl', [game(1)]);
      cloud.land('bets/a.jsonl', [stake(2), stake(3, sunday)]);
      cloud.land('players/a.jsonl', [player('P1')]);
      cloud.land('bets/a.jsonl', [stake(4)]);
      cloud.land('bets/b.jsonl', [stake(4, monday, { game_id: 2 })]);
    };
    for (const order of ['as they came', 'reversed', 'rotated', 'doubled'] as const) {
      const cloud = new FakeCloudLake(bench());
      lands(cloud);
      cloud.landingQueue.deliver = (visible) => {
        const last = visible.at(-1);
        if (order === 'reversed') return [...visible].reverse();
        if (order === 'rotated') return [...visible.slice(3), ...visible.slice(0, 3)];
        if (order === 'doubled' && last) return [last, ...visible, last];
        return visible;
      };
      await cloud.settle();
      events.push(order);
      await expectInvariants(cloud);
    }
    expect(events).toHaveLength(4);
  });

  it('entry 9: of ten messages one is poison, and only it fails', async () => {
    const cloud = new FakeCloudLake(bench());
    await poll(cloud.landingQueue, cloud.convert);
    for (let file = 0; file < 9; file++) cloud.land(`bets/${file}.jsonl`, [stake(file)]);
    cloud.landingQueue.send('{"Records":[{"s3":');
    expect(await poll(cloud.landingQueue, cloud.convert)).toMatchObject({ received: 10, failed: 1 });
    expect(cloud.landingQueue.bodies).toEqual(['{"Records":[{"s3":']);
    await cloud.settle();
    expect(cloud.landingDead.bodies).toEqual(['{"Records":[{"s3":']);
    await expectInvariants(cloud);
  });

  it("entry 10: S3's test event is acknowledged, and malformed bodies end among the dead letters", async () => {
    const cloud = new FakeCloudLake(bench());
    const malformed = ['', 'null', '[]', '{}', '{"Records":[]}', '{"key":""}', '{"key":"a","extra":1}'];
    malformed.push('{"Records":[{"s3":{"object":{"key":"bets/%E0%A4%A.jsonl"}}}]}');
    for (const body of malformed) cloud.landingQueue.send(body);
    expect(cloud.landingQueue.bodies[0]).toContain('s3:TestEvent');
    await cloud.settle();
    expect([...cloud.landingDead.bodies].sort()).toEqual([...malformed].sort());
    expect(cloud.landingDead.messages.map(({ receiveCount }) => receiveCount)).toEqual(
      malformed.map(() => 6),
    );
    cloud.refreshQueue.send('{"dataset":"bets","date":"2021-02-30"}', { group: 'bets/2021-02-30' });
    await cloud.settle();
    expect(cloud.refreshDead.bodies).toHaveLength(1);
  });

  it('entry 11: dead letters that are sent again days later count nothing twice and bring nothing older back', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.denied.push({ action: 's3:PutObject', prefix: 'curated/' });
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('bets/b.jsonl', [stake(3)]);
    await cloud.settle();
    expect(cloud.landingDead.bodies).toHaveLength(2);
    cloud.denied.length = 0;
    cloud.land('bets/a.jsonl', [stake(4)]);
    await cloud.settle();
    cloud.clock.advance(5 * 86_400);
    cloud.landingDead.redriveTo(cloud.landingQueue);
    cloud.landingQueue.deliver = (visible) => [...visible].reverse();
    await cloud.settle();
    expect(cloud.telemetry.count('load loaded', 'load replaced')).toBe(2);
    await expectInvariants(cloud);
  });

  it('entry 12: an object whose event was lost is found by the sweep', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/b.jsonl', [stake(9)]);
    await cloud.settle();
    cloud.losesEvent = () => true;
    cloud.land('bets/a.jsonl', [stake(1)]);
    cloud.land('bets/b.jsonl', [stake(2, sunday)]);
    cloud.land('bets/stray.csv', ['a']);
    await cloud.settle();
    expect((await readRecords(cloud)).has('bets/a.jsonl')).toBe(false);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 3 });
    await cloud.settle();
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0, unprocessedCount: 0 });
    expect(cloud.telemetry.sum('UnsupportedKeys')).toBe(1);
    await expectInvariants(cloud);
  });

  it('entry 12: an object outside of the window is left to a reload', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.losesEvent = () => true;
    cloud.land('bets/a.jsonl', [stake(1)]);
    cloud.clock.advance(3 * 86_400);
    expect(await cloud.sweep(2)).toMatchObject({ unreadCount: 0 });
    cloud.landingQueue.send('{"key":"bets/a.jsonl"}');
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('entry 13: an object that is gone before it is read is skipped, and what it had loaded stays', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    const { body, lastModified } = cloud.landing.current('bets/a.jsonl') ?? {};
    cloud.land('bets/a.jsonl', [stake(2)]);
    cloud.land('bets/never.jsonl', [stake(3)]);
    cloud.landing.remove('bets/a.jsonl');
    cloud.landing.remove('bets/never.jsonl');
    await cloud.settle();
    expect(cloud.landingDead.bodies).toEqual([]);
    expect(cloud.telemetry.count('landing object is gone')).toBe(2);
    if (!body || !lastModified) throw new Error('expected the first version');
    await expectInvariants(cloud, { objects: [{ key: 'bets/a.jsonl', bytes: body, lastModified }] });
  });
});
