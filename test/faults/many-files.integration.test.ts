import { describe, expect, it } from 'vitest';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, stake, sunday } from './rows.ts';

/** A hundred and forty represent the hundred thousand of the catalogue: the test bounds the cost of a file. */
const filesCount = 140;

describe('entry 39: many small files', () => {
  const bench = useWorkbench();

  it('lose no event, and cost the rollup their days, not their number', async () => {
    const cloud = new FakeCloudLake(bench());
    let events = 0;
    cloud.losesEvent = () => events++ % 7 === 0;
    for (let at = 0; at < filesCount; at++) {
      cloud.land(`bets/${at}.jsonl`, [stake(at, at % 2 === 0 ? monday : sunday)]);
    }
    cloud.losesEvent = undefined;
    await convertAll(cloud);
    expect((await readRecords(cloud)).size).toBeLessThan(filesCount);
    const { unreadCount } = await cloud.sweep();
    expect(unreadCount).toBe(Math.ceil(filesCount / 7));
    await convertAll(cloud);
    expect(cloud.refreshQueue.messages).toHaveLength(filesCount);
    await cloud.refreshAll();
    expect(cloud.telemetry.count('day refreshed')).toBe(2);
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toHaveLength(2);
    await expectInvariants(cloud);
  });

  async function convertAll(cloud: FakeCloudLake): Promise<void> {
    while (cloud.landingQueue.messages.length > 0) await poll(cloud.landingQueue, cloud.convert);
  }
});
