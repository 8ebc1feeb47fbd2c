import { describe, expect, it } from 'vitest';
import type { PlainRow } from '../client/local/plain-rows.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { game, monday, player, stake, sunday, win } from './rows.ts';

describe('restatements', () => {
  const bench = useWorkbench();

  async function readViews(cloud: FakeCloudLake, name: string): Promise<PlainRow[]> {
    return (await bench().reader.read(cloud.store, [name])).get(name) ?? [];
  }

  it('entry 30: a bet that comes twice counts once, the same row wins in any order, and the conflict is reported', async () => {
    const files = [
      ['bets/a.jsonl', [stake(1), win(1), stake(2), stake(3, monday, { fee_amount: '1.00' })]],
      ['bets/b.jsonl', [stake(1), stake(2, monday, { real_debit_amount: '-6.00' }), stake(3)]],
      ['bets/c.jsonl', [stake(2), stake(2, monday, { game_id: 7 }), stake(4, sunday), stake(4)]],
    ] as const;
    const conflicts: PlainRow[][] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const cloud = new FakeCloudLake(bench());
      for (const at of order) {
        const [key, lines] = files[at] ?? [];
        if (key && lines) cloud.land(key, lines);
        await cloud.settle();
      }
      await expectInvariants(cloud);
      conflicts.push(await readViews(cloud, 'bet_conflicts'));
    }
    expect(conflicts[0]?.map(({ bet_id, reason }) => [bet_id, reason])).toEqual(
      expect.arrayContaining([
        [2n, 'rows_differ'],
        [3n, 'rows_differ'],
        [4n, 'several_dates'],
      ]),
    );
  });

  it('entry 31: bets of an unknown player and game count, and heal when those arrive; totals stay', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), win(1), stake(2, sunday, { player_code: 'P2', game_id: 2 })]);
    await cloud.settle();
    await expectInvariants(cloud);
    const unknown = await readViews(cloud, 'activity_daily');
    expect(unknown.map(({ country_code, game_name }) => [country_code, game_name])).toEqual(
      unknown.map(() => ['unknown', 'unknown']),
    );
    const days = cloud.lake.currentKeys('rollup/activity/files/');
    cloud.land('players/a.jsonl', [player('P1'), player('P2', { country_code: 'SE' })]);
    cloud.land('games/a.jsonl', [game(1), game(2)]);
    await cloud.settle();
    await expectInvariants(cloud);
    const healed = await readViews(cloud, 'activity_daily');
    expect(new Set(healed.map(({ country_code }) => country_code))).toEqual(new Set(['FI', 'SE']));
    expect(healed.map(toTotals).sort()).toEqual(unknown.map(toTotals).sort());
    expect(cloud.lake.currentKeys('rollup/activity/files/')).toEqual(days);
  });

  it('entry 35: a bet that is settled days later changes its past day, and an older event does not', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/2021-10-04.jsonl', [stake(1, monday, { last_event_dt: '2021-10-04 12:00:01' })]);
    await cloud.settle();
    cloud.clock.advance(6 * 86_400);
    const settled = { last_event_dt: '2021-10-10 09:00:00', real_debit_amount: '-4.00' };
    cloud.land('bets/2021-10-10.jsonl', [stake(1, monday, settled), stake(2, '2021-10-10')]);
    await cloud.settle();
    await expectInvariants(cloud);
    cloud.land('bets/2021-10-11.jsonl', [stake(1, monday, { last_event_dt: '2021-10-05 00:00:00' })]);
    await cloud.settle();
    await expectInvariants(cloud);
    const daily = await readViews(cloud, 'activity_daily');
    expect(daily.find(({ period_start }) => period_start === monday)).toMatchObject({
      bets_count: 1n,
      real_spent_amount: '4.00',
    });
  });

  it('entry 35: bets that are voided by their status leave, and come back with the definition', async () => {
    const cloud = new FakeCloudLake(bench(), { definition: { voidStatuses: ['V'] } });
    cloud.land('bets/a.jsonl', [stake(1, monday, { bet_status_code: 'V' }), stake(2)]);
    await cloud.settle();
    await cloud.sweep();
    await expectInvariants(cloud);
    const redefined = new FakeCloudLake(bench(), { definition: { voidStatuses: [] } });
    for (const key of cloud.lake.currentKeys()) {
      redefined.lake.put(key, cloud.lake.current(key)?.body ?? '');
    }
    redefined.landing.put('bets/a.jsonl', cloud.landing.current('bets/a.jsonl')?.body ?? '');
    expect(await redefined.sweep()).toMatchObject({ outdatedDaysCount: 1 });
    await redefined.settle();
    await expectInvariants(redefined);
  });
});

function toTotals({
  period_start,
  player_code,
  game_id,
  bets_count,
  real_spent_amount,
  real_won_amount,
}: PlainRow) {
  return [period_start, player_code, game_id, bets_count, real_spent_amount, real_won_amount].join(' ');
}
