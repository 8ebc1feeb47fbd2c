import { describe, expect, it } from 'vitest';
import type { PlainRow } from '../client/local/plain-rows.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { type Content, FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake, sunday } from './rows.ts';

describe('entry 16: a reader', () => {
  const bench = useWorkbench();
  const key = 'bets/a.jsonl';
  const views = ['activity_daily', 'activity_yearly', 'players_current', 'bet_conflicts'];

  /** Reads before every write that follows, as a query that begins just then would. */
  async function readThroughout(
    cloud: FakeCloudLake,
    work: () => Promise<void>,
  ): Promise<Map<string, PlainRow[]>[]> {
    const seen: Map<string, PlainRow[]>[] = [];
    const read = async () => seen.push(await bench().reader.read(cloud.store, views));
    cloud.calls.hook = async ({ operation, when }) => {
      if (operation === 'PutObject' && when === 'after') await read();
    };
    await work();
    cloud.calls.hook = undefined;
    return seen;
  }

  it('sees each day as of one version of a file, and every bet once in the end, while bets move between days', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1), stake(2, sunday)]);
    await cloud.settle();
    const moved: Content = [stake(1, sunday), stake(2, '2021-10-02')];
    const seen = await readThroughout(cloud, async () => {
      cloud.land(key, moved);
      await cloud.settle();
    });
    expect(seen.length).toBeGreaterThan(8);
    for (const rows of seen) {
      const days = toDays(rows.get('activity_daily')).split(' ');
      expect(days).toEqual([...new Set(days)]);
    }
    expect(toDays(seen.at(-1)?.get('activity_daily'))).toBe(`2021-10-02 ${sunday}`);
    expect(sumBets(seen.at(-1)?.get('activity_yearly'))).toBe(2n);
    await expectInvariants(cloud);
  });

  it('never sees a row of a replaced file beside the one that replaced it', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    const seen = await readThroughout(cloud, async () => {
      cloud.land(key, [stake(1, monday, { fee_amount: '1.00' })]);
      cloud.land('players/a.jsonl', [player('P1', { country_code: 'SE' })]);
      await cloud.settle();
    });
    for (const rows of seen) {
      expect(rows.get('bet_conflicts')).toEqual([]);
      expect(rows.get('players_current')).toHaveLength(1);
      expect(sumBets(rows.get('activity_yearly'))).toBe(1n);
    }
    await expectInvariants(cloud);
  });

  it('keeps the files that it began with for a day, however often their day is published again', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    cloud.clock.advance(30 * 86_400);
    const begun = cloud.lake.currentKeys('rollup/activity/files/');
    for (const again of [2, 3]) {
      cloud.land(key, [stake(again)]);
      await cloud.settle();
      await cloud.sweep();
      cloud.clock.advance(3600);
    }
    for (const each of begun) expect(cloud.lake.current(each)).toBeDefined();
    await expectInvariants(cloud);
    for (const each of begun) expect(cloud.lake.current(each)).toBeUndefined();
  });
});

function toDays(rows: readonly PlainRow[] = []): string {
  return rows
    .map((row) => String(row.period_start))
    .sort()
    .join(' ');
}

function sumBets(rows: readonly PlainRow[] = []): bigint {
  return rows.reduce((sum, row) => sum + (typeof row.bets_count === 'bigint' ? row.bets_count : 0n), 0n);
}
