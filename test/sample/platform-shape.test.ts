import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

/* Shares that were measured on a real export of the platform, counted over what the sample makes. */

type Line = Readonly<Record<string, string | number | null>>;

let bets: Line[] = [];
let players: Line[] = [];
let games: Line[] = [];

beforeAll(async () => {
  const out = await makeFolder();
  await writeSample({
    out,
    bets: 20_000,
    players: 2_000,
    games: 3_161,
    days: 1,
    start: '2021-11-10',
    seed: 1,
    badRatio: 0,
    layout: 'flat',
    oddities: false,
  });
  const read = async (name: string): Promise<Line[]> => {
    const text = await readFile(join(out, name), 'utf8');
    expect(text.endsWith('}')).toBe(true);
    return text.split('\n').map((line) => JSON.parse(line));
  };
  [bets, players, games] = [await read('bets.json'), await read('players.json'), await read('games.json')];
});

const share = (lines: readonly Line[], fits: (line: Line) => boolean) =>
  lines.filter(fits).length / lines.length;
const has = (column: string, value: string | number | null) => (line: Line) => line[column] === value;
const toNumber = (line: Line, column: string) => Number(line[column]);
const isBelowZero = (column: string) => (line: Line) => toNumber(line, column) < 0;
const isStake = has('bet_transaction_type_id', 1);
const isWin = has('bet_transaction_type_id', 2);
const isEnded = has('bet_transaction_type_id', 6);
const seconds = (time: string | number | null | undefined) => Date.parse(`${time}Z`) / 1000;

describe('bets', () => {
  it('are wallet transactions with an id each, the newest first', () => {
    expect(bets).toHaveLength(20_000);
    const ids = bets.map(({ bet_id }) => Number(bet_id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(20_000);
  });

  it('are stakes, wins of about 19 in 100 of them, and less than one in 100 ended rounds', () => {
    expect(bets.every((line) => isStake(line) || isWin(line) || isEnded(line))).toBe(true);
    const stakes = bets.filter(isStake).length;
    expect(bets.filter(isWin).length / stakes).toBeCloseTo(0.19, 1);
    expect(share(bets, isWin)).toBeGreaterThan(0.15);
    expect(share(bets, isEnded)).toBeGreaterThan(0.001);
    expect(share(bets, isEnded)).toBeLessThan(0.01);
  });

  it('debit below zero in every stake and in nothing else, real money mostly', () => {
    const isSigned = (line: Line) => {
      const debits = [toNumber(line, 'real_debit_amount'), toNumber(line, 'bonus_debit_amount')];
      return Math.max(...debits) <= 0 && Math.min(...debits) < 0 === isStake(line);
    };
    expect(bets.find((line) => !isSigned(line))).toBeUndefined();
    const stakes = bets.filter(isStake);
    const bonus = share(stakes, isBelowZero('bonus_debit_amount'));
    const both = share(
      stakes,
      (line) => isBelowZero('bonus_debit_amount')(line) && isBelowZero('real_debit_amount')(line),
    );
    expect(bonus).toBeGreaterThan(0.007);
    expect(bonus).toBeLessThan(0.013);
    expect(both).toBeGreaterThan(0);
    expect(both).toBeLessThan(0.003);
  });

  it('credit in wins alone, some of which are paid as bonus', () => {
    const toCredits = (line: Line) =>
      toNumber(line, 'real_credit_amount') + toNumber(line, 'bonus_credit_amount');
    const isPaid = (line: Line) => (isWin(line) ? toCredits(line) >= 0 : toCredits(line) === 0);
    expect(bets.find((line) => !isPaid(line))).toBeUndefined();
    const paidAsBonus = share(bets.filter(isWin), has('real_credit_amount', '0.00'));
    expect(paidAsBonus).toBeGreaterThan(0.002);
    expect(paidAsBonus).toBeLessThan(0.03);
  });

  it('have action 10 in stakes and 30 in wins of some games, null in others', () => {
    const gamesOf = (fits: (line: Line) => boolean) => new Set(bets.filter(fits).map((line) => line.game_id));
    const withoutAction = gamesOf(has('bet_action_id', null));
    const isOfAction = (line: Line) => line.bet_action_id === (isStake(line) ? 10 : 30);
    const others = bets.filter(({ game_id }) => !withoutAction.has(game_id));
    expect(others.find((line) => !isOfAction(line))).toBeUndefined();
    expect([...gamesOf(isOfAction)].filter((game) => withoutAction.has(game))).toEqual([]);
    const withAction = share(bets.filter(isStake), has('bet_action_id', 10));
    expect(withAction).toBeGreaterThan(0.65);
    expect(withAction).toBeLessThan(0.85);
  });

  it('have no last event in about 37 of 100, where there is no action or the action is 30, else within 2 s', () => {
    const none = share(bets, has('last_event_dt', null));
    expect(none).toBeGreaterThan(0.3);
    expect(none).toBeLessThan(0.44);
    const isTimed = (line: Line) => {
      if (line.last_event_dt === null || line.bet_action_id !== 10) {
        return line.last_event_dt === null && line.bet_action_id !== 10;
      }
      const delay = seconds(line.last_event_dt) - seconds(line.bet_dt);
      return delay >= -1 && delay <= 2;
    };
    expect(bets.find((line) => !isTimed(line))).toBeUndefined();
  });

  it('have channels C and W, status A, no fee, odds or brand, one operating company and few partners', () => {
    const web = share(bets, has('bet_channel_code', 'W'));
    expect(web).toBeGreaterThan(0.05);
    expect(web).toBeLessThan(0.14);
    expect(share(bets, has('bet_channel_code', 'C'))).toBeCloseTo(1 - web, 9);
    for (const [column, value] of [
      ['bet_status_code', 'A'],
      ['fee_amount', '0.00'],
      ['game_odds', null],
      ['brand_id', null],
      ['operating_company_id', 1],
    ] as const) {
      expect([column, share(bets, has(column, value))]).toEqual([column, 1]);
    }
    expect(new Set(bets.map(({ partner_company_id }) => partner_company_id)).size).toBeLessThan(5);
  });

  it('put nothing or null into a jackpot, and win "0.00" of it in wins', () => {
    const contributions = new Set(bets.map((line) => line.player_jackpot_contribution_amount));
    expect(contributions).toEqual(new Set(['0.00000', null]));
    expect(share(bets.filter(isWin), has('player_jackpot_win_amount', '0.00'))).toBe(1);
    expect(share(bets.filter(isStake), has('player_jackpot_win_amount', null))).toBeGreaterThan(0.97);
  });

  it('have a win at most 2 s after a stake of the same player and game, with an id a little higher', () => {
    const oldestFirst = bets.toReversed();
    const follows = (line: Line, stake: Line | undefined) => {
      if (line.player_code !== stake?.player_code || line.game_id !== stake?.game_id) return false;
      const delay = seconds(line.bet_dt) - seconds(stake?.bet_dt);
      return delay >= 0 && delay <= 2 && toNumber(line, 'bet_id') - Number(stake?.bet_id) < 10;
    };
    const alone = oldestFirst.find(
      (line, at) => at > 0 && !isStake(line) && !follows(line, oldestFirst[at - 1]),
    );
    expect(alone).toBeUndefined();
  });

  it('come every 3 to 6 s in sessions, of few players on few games mostly', () => {
    const last = new Map<string, number>();
    const ofPair = new Map<string, number>();
    let [inSession, stakes] = [0, 0];
    for (const line of bets.toReversed().filter(isStake)) {
      const pair = `${line.partner_company_id} ${line.player_code} ${line.game_id}`;
      const gap = seconds(line.bet_dt) - (last.get(pair) ?? 0);
      if (gap >= 3 && gap <= 6) inSession++;
      stakes++;
      last.set(pair, seconds(line.bet_dt));
      ofPair.set(pair, (ofPair.get(pair) ?? 0) + 1);
    }
    expect(inSession / stakes).toBeGreaterThan(0.85);
    const sizes = [...ofPair.values()].sort((a, b) => b - a);
    const top = sizes.slice(0, Math.ceil(sizes.length / 10)).reduce((sum, size) => sum + size, 0);
    expect(top / stakes).toBeGreaterThan(0.5);
  });
});

describe('players', () => {
  it('have countries and currencies as the platform has, from most to least', () => {
    const count = (column: string) => {
      const counts = new Map<unknown, number>();
      for (const line of players) counts.set(line[column], (counts.get(line[column]) ?? 0) + 1);
      return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
    };
    expect(count('country_code')[0]).toBe('IE');
    expect(count('country_code')).toEqual(expect.arrayContaining(['GB', 'CA', 'SI', 'ZA', 'FI', 'NO', 'IM']));
    expect(count('player_ccy_code')[0]).toBe('EUR');
    expect(count('player_ccy_code')).toEqual(expect.arrayContaining(['ZAR', 'GBP', 'CAD', 'NZD']));
  });

  it('are blank in every way, and padded in nationality', () => {
    const nationalities = new Set(players.map((line) => line.nationality_country_code));
    expect([...nationalities]).toEqual(expect.arrayContaining([null, 'IE ', 'SI ', '0  ']));
    expect(share(players, has('nationality_country_code', null))).toBeGreaterThan(0.7);
    const blanks = new Set(players.map((line) => line.player_ccy_code));
    expect([...blanks]).toEqual(expect.arrayContaining(['  ', null]));
    expect(share(players, has('state', '  '))).toBe(1);
    expect(share(players, has('suffix', ''))).toBe(1);
  });
});

describe('games', () => {
  it('are slots in 88 of 100 and casino in 12', () => {
    expect(share(games, has('game_category_code', 'C'))).toBeCloseTo(0.12, 1);
    expect(share(games, has('game_category_code', 'S'))).toBeGreaterThan(0.84);
  });

  it('have types as lumpy as measured: about 131, a few of them common, 15 in 100 empty', () => {
    const types = new Set(games.map(({ game_type_code }) => game_type_code));
    expect(types.size).toBeGreaterThan(110);
    expect(types.size).toBeLessThan(152);
    expect(share(games, has('game_type_code', '3rd party'))).toBeGreaterThan(0.3);
    expect(share(games, has('game_type_code', '3rd Party'))).toBeGreaterThan(0.08);
    expect(share(games, has('game_type_code', 'Non Branded'))).toBeGreaterThan(0.15);
    expect(share(games, has('game_type_code', 'Live Casino'))).toBeGreaterThan(0.03);
    const empty = share(games, has('game_type_code', ''));
    expect(empty).toBeGreaterThan(0.12);
    expect(empty).toBeLessThan(0.18);
  });

  it('have names that are not unique, some of which end in a space and some are not ASCII', () => {
    const names = games.map(({ game_name }) => String(game_name));
    expect(new Set(names).size).toBeLessThan(games.length * 0.9);
    expect(new Set(names).size).toBeGreaterThan(games.length * 0.5);
    expect(names.some((name) => /\S $/.test(name))).toBe(true);
    expect(names.some((name) => /[^\u0020-\u007e]/.test(name))).toBe(true);
  });
});
