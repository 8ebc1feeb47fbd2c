import { beforeAll, describe, expect, test } from 'vitest';
import { makeLake } from '../client/local/temp-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { queryTrino } from './query-trino.ts';
import { makeTwin, type TwinLake } from './trino-lake.ts';

/** A bet of which every field is given, at one end of what it may be. */
const largest = {
  bet_id: '9223372036854775807',
  bet_dt: '"2021-12-31 23:59:59"',
  player_code: '"é\u{1F600}\\u0001\\"\\\\\u2028 "',
  game_id: '9223372036854775807',
  real_debit_amount: '"9999999999999999.99"',
  real_credit_amount: '"0.01"',
  bonus_debit_amount: '"1"',
  bonus_credit_amount: '"0.10"',
  bet_channel_code: '"C"',
  bet_status_code: '"A"',
  player_jackpot_contribution_amount: '"9999999999999.99999"',
  player_jackpot_win_amount: '"9999999999999999.99"',
  bet_action_id: '0',
  bet_transaction_type_id: '9223372036854775807',
  last_event_dt: '"9999-12-31 23:59:59"',
  game_odds: '"999999999999.999999"',
  fee_amount: '"0.00"',
  operating_company_id: '1',
  partner_company_id: '133',
  brand_id: '9007199254740993',
};

/** The other end. */
const least = {
  ...largest,
  bet_id: '-9223372036854775808',
  bet_dt: '"2021-12-31 00:00:00"',
  player_code: '"a"',
  game_id: '-9223372036854775808',
  real_debit_amount: '"-9999999999999999.99"',
  real_credit_amount: '"-0.01"',
  player_jackpot_contribution_amount: '"-0.00001"',
  last_event_dt: '"0001-01-01 00:00:00"',
  game_odds: '"-999999999999.999999"',
};

/** What need not be given is not. */
const sparse = {
  bet_id: '0',
  bet_dt: '"2021-12-31 12:00:00"',
  player_code: '"b"',
  game_id: '0',
  real_debit_amount: '"0"',
  real_credit_amount: '"0"',
  bonus_debit_amount: '"0"',
  bonus_credit_amount: '"-0.00"',
};

function toLine(fields: Readonly<Record<string, string>>): string {
  const members = Object.entries(fields).map(([name, value]) => `"${name}": ${value}`);
  return `{${members.join(', ')}}\n`;
}

function toObject(key: string, ...lines: readonly Readonly<Record<string, string>>[]): LandedObject {
  return {
    key,
    bytes: Buffer.from(lines.map(toLine).join('')),
    lastModified: new Date('2021-12-31T00:00:00Z'),
  };
}

let lake: TwinLake;

beforeAll(async () => {
  const local = await makeLake();
  await local.ingest([
    toObject('bets/edges.jsonl', largest, least, sparse),
    toObject('players/2021-12-31.jsonl', {
      partner_company_id: '133',
      player_code: '"a"',
      registration_dt: '"0001-01-01 00:00:00"',
      kyc_id_verification_dt: '"9999-12-31 23:59:59"',
      country_code: '"  "',
    }),
  ]);
  lake = await makeTwin(local, 'edges', '2021-12-01');
});

async function query(sql: string) {
  return (await queryTrino(lake.place, sql)).rows;
}

describe('Trino reads of the Parquet of the converter', () => {
  test('whole numbers to both ends of their type', async () => {
    const rows = await query(
      'select bet_id, game_id, bet_transaction_type_id, brand_id from bets order by 1',
    );
    expect(rows).toEqual([
      ['-9223372036854775808', '-9223372036854775808', '9223372036854775807', '9007199254740993'],
      ['0', '0', null, null],
      ['9223372036854775807', '9223372036854775807', '9223372036854775807', '9007199254740993'],
    ]);
  });

  test('decimals to their last digit', async () => {
    const rows = await query(`select real_debit_amount, real_credit_amount, bonus_credit_amount,
      player_jackpot_contribution_amount, player_jackpot_win_amount, game_odds, fee_amount from bets order by bet_id`);
    const large = '9999999999999999.99';
    expect(rows).toEqual([
      [`-${large}`, '-0.01', '0.10', '-0.00001', large, '-999999999999.999999', '0.00'],
      ['0.00', '0.00', '0.00', null, null, null, null],
      [large, '0.01', '0.10', '9999999999999.99999', large, '999999999999.999999', '0.00'],
    ]);
  });

  test('times as they are, in UTC', async () => {
    expect(await query('select bet_dt, last_event_dt, dt from bets order by bet_id')).toEqual([
      ['2021-12-31 00:00:00.000', '0001-01-01 00:00:00.000', '2021-12-31'],
      ['2021-12-31 12:00:00.000', null, '2021-12-31'],
      ['2021-12-31 23:59:59.000', '9999-12-31 23:59:59.000', '2021-12-31'],
    ]);
    expect(await query('select registration_dt, kyc_id_verification_dt from players')).toEqual([
      ['0001-01-01 00:00:00.000', '9999-12-31 23:59:59.000'],
    ]);
  });

  test('text with every character that it has', async () => {
    const rows = await query(
      'select to_hex(to_utf8(player_code)), bet_channel_code from bets order by bet_id',
    );
    const code = Buffer.from('é\u{1F600}\u0001"\\\u2028 ').toString('hex').toUpperCase();
    expect(rows).toEqual([
      ['61', 'C'],
      ['62', null],
      [code, 'C'],
    ]);
  });

  test('NULL for what is not given, and for text of spaces', async () => {
    const [first] = await query(
      'select brand_id, last_event_dt, game_odds, bet_status_code from bets where bet_id = 0',
    );
    expect(first).toEqual([null, null, null, null]);
    expect(await query('select country_code, gender, state from players')).toEqual([[null, null, null]]);
  });

  test('where each row came from', async () => {
    expect(await query('select landing_key, line_number from bets order by bet_id')).toEqual([
      ['bets/edges.jsonl', '2'],
      ['bets/edges.jsonl', '3'],
      ['bets/edges.jsonl', '1'],
    ]);
  });
});

describe('Trino reads of the Parquet of the rollup', () => {
  test('the day, the Monday of its week, and sums beyond what 18 digits hold', async () => {
    const rows = await query(`select bet_date, week_start, year, sum(postings_count), sum(real_spent_amount),
      sum(jackpot_contribution_amount), sum(fee_amount), sum(abs(real_spent_amount)) from activity group by 1, 2, 3`);
    expect(rows).toEqual([
      [
        '2021-12-31',
        '2021-12-27',
        '2021',
        '3',
        '0.00',
        '9999999999999.99998',
        '0.00',
        '19999999999999999.98',
      ],
    ]);
  });

  test('keys that are NULL, apart from those that are 0', async () => {
    const rows = await query(`select bet_transaction_type_id, partner_company_id, brand_id, bet_channel_code
      from activity where player_code = 'b'`);
    expect(rows).toEqual([[null, null, null, null]]);
  });

  test('what is kept of players', async () => {
    const rows = await query(
      'select partner_company_id, player_code, country_code, landing_key from player_dimension',
    );
    expect(rows).toEqual([['133', 'a', null, 'players/2021-12-31.jsonl']]);
  });
});
