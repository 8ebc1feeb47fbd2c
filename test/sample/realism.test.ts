import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from './grammar.ts';
import { makeSample, type ReadLine, type SampleFolder } from './sample-folder.ts';

let bets: (ReadLine & { row: Row })[] = [];
let players: Row[] = [];
let laterPlayers: Row[] = [];
let games: Row[] = [];
let betBytes = '';

const toPlayerKey = (row: Row) => `${row.partner_company_id} ${row.player_code}`;
const toBetKey = (row: Row) => `${row.bet_id} ${row.bet_transaction_type_id} ${row.bet_dt?.slice(0, 10)}`;

/** Rows by a key, in the order of their lines. */
function group<T>(things: readonly T[], toKey: (thing: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = toKey(thing);
    const kept = groups.get(key);
    if (kept) kept.push(thing);
    else groups.set(key, [thing]);
  }
  return [...groups.values()];
}

describe.each([1, 2, 3])('a small sample of seed %i without bad lines', (seed) => {
  beforeAll(async () => {
    const sample: SampleFolder = await makeSample({ seed, badRatio: 0 });
    const lines = await sample.read('bets');
    bets = lines.flatMap(({ row, ...rest }) => (row ? [{ ...rest, row }] : []));
    expect(bets).toHaveLength(lines.length);
    betBytes = await sample.bytes('bets');
    const ofPlayers = await sample.read('players');
    players = ofPlayers.filter(({ file }) => file < '2021-10-05').map(({ row }) => row as Row);
    laterPlayers = ofPlayers.filter(({ file }) => file > '2021-10-05').map(({ row }) => row as Row);
    games = (await sample.read('games')).map(({ row }) => row as Row);
  });

  it('has as many players and games as asked for, of the players one twice alike', () => {
    expect(new Set(players.map(toPlayerKey)).size).toBe(50);
    expect(players).toHaveLength(51);
    expect(players.at(-1)).toEqual(players[0]);
    expect(new Set(games.map(({ game_id }) => game_id)).size).toBe(20);
  });

  it('writes most lines just as the source does', () => {
    const order =
      /^\{"bet_id": \d+, "bet_dt": "[^"]+", "player_code": "[0-9A-F]{16}", "game_id": \d+, "real_debit_amount": "-?\d+\.\d\d", "real_credit_amount": "\d+\.\d\d", "bonus_debit_amount": "-?\d+\.\d\d", "bonus_credit_amount": "\d+\.\d\d", "bet_channel_code": "[CW]", "bet_status_code": "[AV]", "player_jackpot_contribution_amount": (null|"\d+\.\d{5}"), "player_jackpot_win_amount": (null|"\d+\.\d\d"), "bet_action_id": (null|10|30), "bet_transaction_type_id": (null|\d), "last_event_dt": (null|"[^"]+"), "game_odds": (null|"\d+\.\d{1,6}"), "fee_amount": "\d+\.\d\d", "operating_company_id": 1, "partner_company_id": (null|\d+), "brand_id": (null|\d+)\}$/;
    expect(bets.filter(({ line }) => order.test(line)).length).toBeGreaterThan(1900);
  });

  it('has stakes, wins, ended rounds, stakes given back, rows without a type and no other type', () => {
    const types = new Set(bets.map(({ row }) => row.bet_transaction_type_id));
    types.delete('6');
    expect(types).toEqual(new Set(['1', '2', '4', undefined]));
  });

  it('has now and then what the platform allows and seldom shows', () => {
    const has = (fits: (row: Row) => boolean) => bets.some(({ row }) => fits(row));
    const isZero = (amount: string | undefined) => Number(amount) === 0;
    const isFree = (row: Row) => isZero(row.real_debit_amount) && isZero(row.bonus_debit_amount);
    expect(has((row) => row.bet_transaction_type_id === '1' && isFree(row))).toBe(true);
    expect(has((row) => row.bet_transaction_type_id === '4' && Number(row.real_debit_amount) > 0)).toBe(true);
    expect(has((row) => Number(row.player_jackpot_win_amount ?? 0) > 0)).toBe(true);
    expect(
      has((row) => /\.\d{3}[1-9]\d|\.\d{4}[1-9]/.test(row.player_jackpot_contribution_amount ?? '')),
    ).toBe(true);
    expect(has((row) => Number(row.fee_amount ?? 0) > 0)).toBe(true);
    expect(has((row) => row.game_odds !== undefined && row.brand_id !== undefined)).toBe(true);
    expect(has((row) => row.bet_status_code === 'V')).toBe(true);
  });

  it('restates rows: newer, older, without a time, repeated, in the same and in a later file', () => {
    const again = group(bets, ({ row }) => toBetKey(row)).filter((rows) => rows.length > 1);
    const pairs = again.map(
      (rows) => [rows[0], rows[1]] as [ReadLine & { row: Row }, ReadLine & { row: Row }],
    );
    const time = (row: Row) => row.last_event_dt ?? '';
    const count = (fits: (a: ReadLine & { row: Row }, b: ReadLine & { row: Row }) => boolean) =>
      pairs.filter(([a, b]) => fits(a, b)).length;
    expect(count((a, b) => time(b.row) > time(a.row) && a.file === b.file)).toBeGreaterThan(0);
    expect(count((a, b) => time(b.row) > time(a.row) && a.file < b.file)).toBeGreaterThan(0);
    expect(count((a, b) => time(b.row) < time(a.row))).toBeGreaterThan(0);
    expect(count((a, b) => time(a.row) + time(b.row) === '' && a.line !== b.line)).toBeGreaterThan(0);
    expect(count((a, b) => a.line === b.line)).toBeGreaterThan(0);
    expect(again.length).toBeLessThan(100);
  });

  it('never has one bet_id under two types, and a few under two dates', () => {
    const again = group(bets, ({ row }) => row.bet_id as string);
    const several = (column: string, length?: number) =>
      again.filter((rows) => new Set(rows.map(({ row }) => row[column]?.slice(0, length))).size > 1).length;
    expect(several('bet_transaction_type_id')).toBe(0);
    expect(several('bet_dt', 10)).toBeGreaterThan(0);
    expect(several('bet_dt', 10)).toBeLessThan(10);
  });

  it('has a small share of unknown players and games, of which later players become known', () => {
    const known = new Set(players.map(toPlayerKey));
    const strangers = bets.filter(({ row }) => !known.has(toPlayerKey(row)));
    expect(strangers.length).toBeGreaterThan(0);
    expect(strangers.length).toBeLessThan(60);
    const later = new Set(laterPlayers.map(toPlayerKey));
    expect(strangers.some(({ row }) => later.has(toPlayerKey(row)))).toBe(true);
    expect(strangers.some(({ row }) => !later.has(toPlayerKey(row)))).toBe(true);
    const knownGames = new Set(games.map(({ game_id }) => game_id));
    expect(bets.some(({ row }) => !knownGames.has(row.game_id))).toBe(true);
  });

  it('moves some players to another country in the later file, and gives one another currency', () => {
    const before = new Map(players.map((row) => [toPlayerKey(row), row]));
    const changed = (column: string) =>
      laterPlayers.filter((row) => {
        const old = before.get(toPlayerKey(row));
        return old && old[column] !== row[column];
      });
    expect(changed('country_code')).toHaveLength(2);
    expect(changed('player_ccy_code')).toHaveLength(1);
    expect(laterPlayers.length).toBeLessThan(players.length / 2);
  });

  it('has several of every code, and some blank or null', () => {
    const values = (rows: readonly Row[], column: string) => new Set(rows.map((row) => row[column]));
    const betRows = bets.map(({ row }) => row);
    expect(values(betRows, 'partner_company_id').size).toBeGreaterThan(2);
    for (const column of ['bet_channel_code', 'bet_status_code', 'fee_amount']) {
      expect(values(betRows, column)).toContain(undefined);
      expect(values(betRows, column).size).toBeGreaterThan(2);
    }
    expect(values(players, 'country_code').size).toBeGreaterThan(4);
    expect(values(players, 'player_ccy_code').size).toBeGreaterThan(3);
    expect(values(games, 'game_type_code').size).toBeGreaterThan(6);
    for (const [rows, column] of [
      [players, 'country_code'],
      [players, 'player_ccy_code'],
      [games, 'game_type_code'],
      [games, 'game_category_code'],
    ] as const) {
      expect(values(rows, column)).toContain(undefined);
    }
    expect(betBytes).toContain('"bet_channel_code": "  "');
    expect(betBytes).toContain('"bet_channel_code": ""');
    expect(betBytes).toContain('"bet_channel_code": null');
  });

  it('has lines that are written differently and are good all the same', () => {
    const has = (pattern: RegExp) => bets.some(({ line }) => pattern.test(line));
    expect(has(/^\{"brand_id".*"bet_id": \d+\}$/)).toBe(true);
    expect(has(/^\{"bet_id":\d/)).toBe(true);
    expect(has(/"real_debit_amount": -?\d/)).toBe(true);
    expect(has(/"export_batch"/)).toBe(true);
    expect(has(/"Game_Id"/)).toBe(true);
    expect(has(/\\u00/)).toBe(true);
    expect(has(/\r$/)).toBe(true);
    expect(has(/"fee_amount": "0"/)).toBe(true);
    expect(betBytes).toMatch(/\n[ \t\r]*\n/);
  });

  it('has one player code at two partner companies, and players without one', () => {
    const ofCode = group(players, (row) => row.player_code as string);
    expect(ofCode.some((rows) => new Set(rows.map(toPlayerKey)).size === 2)).toBe(true);
    expect(players.some((row) => row.partner_company_id === undefined)).toBe(true);
  });
});

describe('popularity', () => {
  it('is lumpy: a tenth of the players makes most of the bets, of the games likewise', async () => {
    const rows = (await (await makeSample({ bets: 6000, players: 400, games: 100 })).read('bets')).flatMap(
      ({ row }) => (row ? [row] : []),
    );
    for (const [toKey, most] of [
      [toPlayerKey, 40],
      [(row: Row) => row.game_id as string, 10],
    ] as const) {
      const sizes = group(rows, toKey)
        .map((bets) => bets.length)
        .sort((a, b) => b - a);
      const top = sizes.slice(0, most).reduce((sum, size) => sum + size, 0);
      expect(top).toBeGreaterThan(rows.length / 2);
      expect(sizes.length).toBeGreaterThan(most * 3);
    }
  });

  it('is higher in the evening than at night, and times ascend but for two seconds', async () => {
    const lines = await (await makeSample({ bets: 10_000 })).read('bets');
    const hours = lines.map(({ row }) => Number(row?.bet_dt?.slice(11, 13)));
    const within = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length;
    expect(within(18, 22)).toBeGreaterThan(4 * within(2, 6));
    const toSeconds = (row: Row | undefined) => Date.parse(`${row?.bet_dt}Z`) / 1000;
    const falls = lines.filter(({ row }, index) => toSeconds(row) < toSeconds(lines[index - 1]?.row) - 2);
    expect(falls.length).toBeLessThan(lines.length / 50);
  });
});
