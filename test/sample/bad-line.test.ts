import { describe, expect, it } from 'vitest';
import { breakLine, listFaults, type SampledDataset } from '../../sample/bad-line.ts';
import { toGameLine } from '../../sample/game.ts';
import { toPlayerLine } from '../../sample/player.ts';
import { Random } from '../../sample/random.ts';
import { readLine } from './grammar.ts';
import { makeSample } from './sample-folder.ts';

const betLine =
  '{"bet_id": 28092914447, "bet_dt": "2021-10-04 12:02:26", "player_code": "C3EC54F273CE90DF", "game_id": 1681, "real_debit_amount": "-0.15", "real_credit_amount": "0.20", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00", "bet_channel_code": "C", "bet_status_code": "A", "player_jackpot_contribution_amount": "0.00000", "player_jackpot_win_amount": "0.00", "bet_action_id": null, "bet_transaction_type_id": 2, "last_event_dt": null, "game_odds": null, "fee_amount": "0.00", "operating_company_id": 1, "partner_company_id": 133, "brand_id": null}';

const lines: Readonly<Record<SampledDataset, string>> = {
  bets: betLine,
  players: toPlayerLine(1, 3, 1_633_305_600),
  games: toGameLine(1, 5, false),
};

describe.each(['bets', 'players', 'games'] as const)('a line of %s', (dataset) => {
  it('is good before it is broken', () => {
    expect(readLine(dataset, lines[dataset])).toBeDefined();
  });

  it.each(listFaults(dataset).map((fault, turn) => [fault, turn] as const))('is bad: %s', (_, turn) => {
    const random = new Random(1, 1);
    for (let time = 0; time < 40; time++) {
      const bad = breakLine(dataset, lines[dataset], turn, random);
      // Not a byte of UTF-8 ends in 0xff, so that one is bad by its bytes.
      expect(bad.includes('\u00ff') || readLine(dataset, bad) === undefined, bad).toBe(true);
      expect(bad.trim()).not.toBe('');
      expect(bad).not.toContain('\n');
    }
  });
});

describe('the bad ratio', () => {
  it.each([
    [undefined, 2],
    [0, 0],
    [0.05, 100],
    [1, 2000],
  ])('%s makes %i of 2,000 lines bad', async (badRatio, bad) => {
    const sample = await makeSample(badRatio === undefined ? {} : { badRatio });
    const lines = await sample.read('bets');
    expect(lines).toHaveLength(2000);
    expect(lines.filter(({ row }) => row === undefined)).toHaveLength(bad);
    expect(sample.summary.badLines.bets).toBe(bad);
  });

  it('makes lines of players and games bad too, and none of a later players file', async () => {
    const sample = await makeSample({ badRatio: 0.2 });
    const players = await sample.read('players');
    const bad = players.filter(({ row }) => row === undefined);
    expect(bad).toHaveLength(10);
    expect(bad.every(({ file }) => file === '2021-10-04.jsonl')).toBe(true);
    expect((await sample.read('games')).filter(({ row }) => row === undefined)).toHaveLength(4);
    expect(sample.summary.badLines).toEqual({ bets: 400, players: 10, games: 4 });
  });

  it('makes no line bad by accident, whatever the size', async () => {
    for (const [bets, players, games, days, seed] of [
      [20_000, 3_000, 300, 5, 11],
      [300, 1, 1, 1, 12],
      [5, 2, 3, 40, 13],
    ] as const) {
      const sample = await makeSample({ bets, players, games, days, seed, badRatio: 0 });
      for (const dataset of ['bets', 'players', 'games'] as const) {
        const refused = (await sample.read(dataset)).filter(({ row }) => row === undefined);
        expect(refused).toEqual([]);
      }
    }
  });
});
