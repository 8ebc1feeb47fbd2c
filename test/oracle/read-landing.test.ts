import { describe, expect, test } from 'vitest';
import { readLanding } from './read-landing.ts';

const OPTIONS = { now: new Date('2021-10-10T23:00:00Z') };
const GOOD = {
  bet_id: '1',
  bet_dt: '"2021-10-04 12:02:26"',
  player_code: '"P"',
  game_id: '7',
  real_debit_amount: '"0.00"',
  real_credit_amount: '"0.20"',
  bonus_debit_amount: '0',
  bonus_credit_amount: '-0.5',
};

/** A good bets line with some members replaced; undefined leaves one out. */
function betLine(changes: Record<string, string | undefined> = {}): string {
  const members = Object.entries({ ...GOOD, ...changes }).filter(([, value]) => value !== undefined);
  return `{${members.map(([name, value]) => `"${name}":${value}`).join(',')}}`;
}

function read(content: string | Buffer, key = 'bets/a.jsonl') {
  const object = { key, bytes: Buffer.from(content), lastModified: new Date('2021-09-09T10:00:00Z') };
  const landing = readLanding([object], OPTIONS);
  const [reading] = landing.objects;
  if (reading === undefined) throw new Error('expected a reading');
  return { ...landing, reading };
}

function faultsOf(changes: Record<string, string | undefined>): string[] {
  const { reading } = read(betLine(changes));
  return reading.refused.flatMap(({ faults }) => faults.map(({ column, reason }) => `${column} ${reason}`));
}

describe('a line', () => {
  test('is read as exact values', () => {
    const { bets } = read(betLine({ game_odds: '"12.5"', bet_status_code: '"   "', brand_id: '-0' }));
    expect(bets[0]).toMatchObject({
      bet_id: 1n,
      real_credit_amount: 20n,
      bonus_credit_amount: -50n,
      game_odds: 12_500_000n,
      bet_status_code: null,
      brand_id: 0n,
      fee_amount: null,
      dt: '2021-10-04',
      landing_key: 'bets/a.jsonl',
      line_number: 1,
    });
  });

  test.each<[string, string, string]>([
    ['bet_id', '"1 "', 'not_a_whole_number'],
    ['bet_id', '"01"', 'not_a_whole_number'],
    ['bet_id', '1.5', 'not_a_whole_number'],
    ['bet_id', '1e-1', 'not_a_whole_number'],
    ['bet_id', '1e999999999999', 'not_a_whole_number'],
    ['bet_id', '1e19', 'not_a_whole_number'],
    ['bet_id', '""', 'required'],
    ['bet_dt', '" "', 'required'],
    ['player_code', '"P\\u0000"', 'nul_character'],
    ['bet_id', '9223372036854775808', 'not_a_whole_number'],
    ['game_id', 'null', 'required'],
    ['player_code', '"  "', 'required'],
    ['player_code', '5', 'not_a_text'],
    ['player_code', '"\\uD800"', 'lone_surrogate'],
    ['fee_amount', '"0.001"', 'not_an_amount'],
    ['fee_amount', '"1e"', 'not_an_amount'],
    ['fee_amount', '1e-3', 'not_an_amount'],
    ['fee_amount', '1e16', 'not_an_amount'],
    ['fee_amount', '1e-999999999999', 'not_an_amount'],
    ['fee_amount', '" 1 "', 'not_an_amount'],
    ['fee_amount', '"01"', 'not_an_amount'],
    ['fee_amount', '"12345678901234567"', 'not_an_amount'],
    ['fee_amount', '[]', 'not_an_amount'],
    ['player_jackpot_contribution_amount', '"12345678901234"', 'not_an_amount'],
    ['game_odds', '"0.0000001"', 'not_an_amount'],
    ['last_event_dt', '"2023-02-30 00:00:00"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04 24:00:00"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04 23:59:60"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04 12:00:00z"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04 12:00:00.0001"', 'not_a_time'],
    ['last_event_dt', '"2021-10-04 12:00:00+24"', 'not_a_time'],
    ['last_event_dt', '"9999-12-31 23:59:59-00:01"', 'not_a_time'],
    ['bet_dt', '"2021-10-11 23:59:59-00:01"', 'date_out_of_range'],
    ['bet_dt', '"2014-12-31 23:59:59"', 'date_out_of_range'],
    ['bet_dt', '"2021-10-12 00:00:00"', 'date_out_of_range'],
  ])('with %s %s has the fault %s', (column, value, reason) => {
    expect(faultsOf({ [column]: value })).toEqual([`${column} ${reason}`]);
  });

  test.each<[string, string]>([
    ['bet_id', '-9223372036854775808'],
    ['fee_amount', '"9999999999999999.99"'],
    ['fee_amount', '9999999999999999.99'],
    ['bet_dt', '"2021-10-11 23:59:59"'],
    ['bet_dt', '"2015-01-01 00:00:00"'],
    ['bet_dt', '"2014-12-31T23:59:59-00:01"'],
    ['player_code', '" P\\u0001"'],
    ['another', '{"deep":[1e400,"\\uD800"]}'],
  ])('with %s %s is accepted', (column, value) => {
    expect(faultsOf({ [column]: value })).toEqual([]);
  });

  test.each<[string, string, bigint | string | null]>([
    ['bet_id', '"10.0"', 10n],
    ['bet_id', '100e-1', 10n],
    ['brand_id', '0e999999999999', 0n],
    ['brand_id', '""', null],
    ['fee_amount', '"1.5000"', 150n],
    ['fee_amount', '0.0000000000', 0n],
    ['fee_amount', '" "', null],
    ['game_odds', '1e-05', 10n],
    ['game_odds', '-12.5E+1', -125_000_000n],
    ['last_event_dt', '""', null],
    ['last_event_dt', '"2021-10-04T12:00:00.000Z"', '2021-10-04 12:00:00'],
    ['last_event_dt', '"2021-10-04 12:00:00.5000"', '2021-10-04 12:00:00.500'],
    ['last_event_dt', '"2024-03-01T00:30:00+01:00"', '2024-02-29 23:30:00'],
    ['last_event_dt', '"2021-12-31 23:30:00.001-0100"', '2022-01-01 00:30:00.001'],
  ])('with %s %s is %s', (column, value, expected) => {
    const [bet] = read(betLine({ [column]: value })).bets;
    expect(bet && { ...bet }[column as keyof typeof bet]).toEqual(expected);
  });

  test('names all its faults, missing and repeated members among them', () => {
    const line = betLine({ bet_id: undefined, fee_amount: '"x"' }).replace('{', '{"player_\\u0063ode":"Q",');
    const [refused] = read(line).reading.refused;
    expect(refused?.faults).toEqual([
      { column: 'player_code', reason: 'duplicate_key' },
      { column: 'bet_id', reason: 'required' },
      { column: 'fee_amount', reason: 'not_an_amount' },
    ]);
  });

  test('counts unknown fields, another case and __proto__ among them', () => {
    const { reading } = read(betLine({ BET_ID: '2', __PROTO__: '1' }).replace('__PROTO__', '__proto__'));
    expect([...reading.unknownFields]).toEqual([
      ['BET_ID', 1],
      ['__proto__', 1],
    ]);
    expect(reading.accepted).toBe(1);
  });
});

describe('an object', () => {
  test('has lines that are accepted, quarantined or blank, with their numbers and offsets', () => {
    const good = betLine();
    const { reading, bets } = read(`\uFEFF${good}\r\n \t\r\n\nx\n${good}`);
    expect(reading).toMatchObject({ lines: 5, accepted: 2, quarantined: 1, blank: 2, dates: ['2021-10-04'] });
    expect(reading.refused).toEqual([
      {
        line_number: 4,
        byte_offset: 3 + good.length + 2 + 4 + 1,
        faults: [{ column: null, reason: 'not_json' }],
      },
    ]);
    expect(bets.map((bet) => bet.line_number)).toEqual([1, 5]);
  });

  test('may be empty, or hold a BOM alone', () => {
    expect(read('').reading).toMatchObject({ lines: 0, accepted: 0, quarantined: 0, blank: 0 });
    expect(read('\uFEFF').reading.lines).toBe(0);
    expect(read('\n').reading).toMatchObject({ lines: 1, blank: 1 });
  });

  test('has lines of at most 1 MiB, their end not counted', () => {
    const padded = betLine().padEnd(1024 * 1024, ' ');
    expect(read(`${padded}\r\n${padded}\n${padded} \n`).reading).toMatchObject({
      accepted: 2,
      quarantined: 1,
    });
  });

  test('is refused where it is not UTF-8, in an unknown field too', () => {
    const line = Buffer.from(betLine({ another: '"@"' }));
    line[line.indexOf('@')] = 0xff;
    expect(read(line).reading.refused[0]?.faults).toEqual([{ column: null, reason: 'not_utf8' }]);
  });

  test('of players or games is dated by its key, else by when it was put', () => {
    const dateOf = (key: string) => read('{"player_code":"P","country_code":"FI"}', key).players[0]?.dt;
    expect(dateOf('players/2021-10-04.jsonl')).toBe('2021-10-04');
    expect(dateOf('players/2021/10/04/a.jsonl')).toBe('2021-10-04');
    expect(dateOf('players/2021-02-30.jsonl')).toBe('2021-09-09');
    expect(dateOf('players/2099-01-01.jsonl')).toBe('2021-09-09');
    expect(dateOf('players/a.jsonl')).toBe('2021-09-09');
  });
});
