import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, player, stake } from '../faults/rows.ts';

describe('logs', () => {
  const bench = useWorkbench();
  const secrets = ['SECRET-PLAYER', 'SECRET-TOWN', '12.505', '77777'];

  it('name every load, and nothing in it', async () => {
    const cloud = new FakeCloudLake(bench());
    const secret = stake(77777, '2021-10-04', { player_code: 'SECRET-PLAYER' });
    cloud.land('bets/a.jsonl', [secret, badLine, `{"broken": "SECRET-PLAYER`]);
    cloud.land('players/a.jsonl', [player('SECRET-PLAYER', { city_name: 'SECRET-TOWN' })]);
    cloud.land('bets/b.jsonl.gz', Buffer.from('1f8b0800SECRET-PLAYER', 'latin1'));
    await cloud.settle();
    expect(cloud.telemetry.lines).toContainEqual(
      expect.objectContaining({ message: 'load loaded', landing_key: 'bets/a.jsonl', quarantined: 2 }),
    );
    const logged = JSON.stringify(cloud.telemetry.lines);
    for (const secretText of secrets) expect(logged).not.toContain(secretText);
  });

  it('name an unforeseen error by its name and place alone, because its message may quote values', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    const failing: ObjectStore = Object.create(cloud.convertContext.store);
    failing.putFile = async () => {
      throw new Error('could not convert "SECRET-PLAYER"', { cause: new Error('SECRET-TOWN') });
    };
    Object.assign(cloud.convertContext, { store: failing });
    await poll(cloud.landingQueue, cloud.convert);
    const logged = JSON.stringify(cloud.telemetry.lines);
    expect(logged).toContain('error_place');
    for (const secretText of secrets) expect(logged).not.toContain(secretText);
  });
});
