import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../glue/dataset.ts';
import { datasets } from '../../../glue/datasets.ts';
import { LineMatcher, toDateNumber, toDateText } from '../../../glue/derive/line-matcher.ts';
import { toLineReader } from '../../../glue/derive/line-reader.ts';
import { lineOf, mutated } from './generated-lines.ts';
import { dates, isReadable } from './line-readings.ts';

const regular: Readonly<Record<Dataset['name'], string>> = {
  bets: '{"bet_id": 28092914447, "bet_dt": "2021-10-04 12:02:26", "player_code": "C3EC54F273CE90DF", "game_id": 1681, "real_debit_amount": "0.00", "real_credit_amount": "0.20", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00", "bet_channel_code": "C", "bet_status_code": "A", "player_jackpot_contribution_amount": "0.00000", "player_jackpot_win_amount": "0.00", "bet_action_id": null, "bet_transaction_type_id": 2, "last_event_dt": null, "game_odds": null, "fee_amount": "0.00", "operating_company_id": 1, "partner_company_id": 133, "brand_id": null}',
  players:
    '{"partner_company_id": 133, "player_code": "73CD0938C6E2DB51", "language_code": "ENG", "suffix": "", "gender": "M", "birth_city_name": "", "birth_country_code": "  ", "city_name": "", "nationality_country_code": null, "citizenship_country_code": null, "state": "  ", "post_code": "", "country_code": "FI", "player_ccy_code": "EUR", "registration_dt": null, "kyc_id_verification_dt": null}',
  games:
    '{"game_id": 1, "game_name": "Fast Hands", "game_category_code": "C", "game_type_code": "FastHands"}',
};

describe.each(Object.values(datasets))('the line matcher of $name', (dataset) => {
  const read = toLineReader(dataset, dates);
  const line = Buffer.from(regular[dataset.name]);
  const matches = (bytes: Buffer, start = 0, end = bytes.length) =>
    new LineMatcher(dataset, dates).matches(bytes, start, end);

  test('knows the line that the source shows, with CRLF too', () => {
    expect(matches(line)).toBe(true);
    expect(matches(Buffer.concat([line, Buffer.from('\r')]))).toBe(true);
    expect(matches(Buffer.concat([Buffer.from('x'), line, Buffer.from('x')]), 1, 1 + line.length)).toBe(true);
  });

  test('knows no line that is cut off, whatever the bytes behind it', () => {
    for (let end = 0; end < line.length; end++) {
      expect([end, matches(line, 0, end)]).toEqual([end, false]);
      expect([end, matches(line.subarray(0, end))]).toEqual([end, false]);
    }
  });

  test('accepts nothing that the strict reader refuses, whatever byte stands where', () => {
    const matcher = new LineMatcher(dataset, dates);
    const bytes = Buffer.from(line);
    let accepted = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (let byte = 0; byte < 0x80; byte++) {
        if (byte === 0x0a) continue;
        bytes[at] = byte;
        if (!matcher.matches(bytes, 0, bytes.length)) continue;
        accepted++;
        if (!read(bytes.toString('utf8')).ok) expect.unreachable(`refused: ${bytes}`);
      }
      bytes[at] = line[at] ?? 0;
    }
    expect(accepted).toBeGreaterThan(line.length);
  });

  test('accepts a subset of what the strict reader accepts, with the same date', () => {
    const matcher = new LineMatcher(dataset, dates);
    const stale = Buffer.concat([Buffer.from('{"'), line, Buffer.from('}\n')]);
    let matched = 0;
    const check = (bytes: Buffer) => {
      fc.pre(isReadable(bytes));
      const reading = read(bytes.toString('utf8'));
      const held = Buffer.concat([stale, bytes, stale.subarray(bytes.length % stale.length)]);
      const found = matcher.matches(held, stale.length, stale.length + bytes.length);
      if (found) matched++;
      if (found) expect(reading.ok).toBe(true);
      if (!reading.ok) return;
      const at = dataset.columns.findIndex(({ name }) => name === 'bet_dt');
      if (found && at >= 0) expect(toDateText(matcher.date)).toBe(reading.values[at]?.slice(0, 10));
      matcher.learn(reading.names);
    };
    fc.assert(
      fc.property(
        lineOf(dataset).map((text) => Buffer.from(text)),
        check,
      ),
      { numRuns: 2000, seed: 3 },
    );
    fc.assert(fc.property(mutated(lineOf(dataset)), check), { numRuns: 2000, seed: 4 });
    expect(matched).toBeGreaterThan(20);
  });
});

describe('the order of the keys', () => {
  const { games } = datasets;
  const matcher = () => new LineMatcher(games, dates);
  const isMatch = (of: LineMatcher, text: string) =>
    of.matches(Buffer.from(text), 0, Buffer.byteLength(text));
  const reversed = '{"game_type_code":"A","game_category_code":"B","game_name":"C","game_id":1}';

  test('is learnt from a line that was accepted, in place of the one before', () => {
    const of = matcher();
    expect(isMatch(of, reversed)).toBe(false);
    of.learn(['game_type_code', 'game_category_code', 'game_name', 'game_id']);
    expect(isMatch(of, reversed)).toBe(true);
    expect(isMatch(of, regular.games)).toBe(false);
  });

  test('may leave out what is optional', () => {
    const of = matcher();
    of.learn(['game_name', 'game_id']);
    expect(isMatch(of, '{"game_name": null, "game_id": -5}')).toBe(true);
    expect(isMatch(of, '{"game_name": null, "game_id": null}')).toBe(false);
    expect(isMatch(of, '{"game_name": null}')).toBe(false);
  });

  test('is not learnt where a key is unknown', () => {
    const of = matcher();
    of.learn(['game_id', 'game_name', 'Game_Name']);
    expect(isMatch(of, regular.games)).toBe(true);
  });
});

test('a date is a number and back', () => {
  expect(toDateNumber('2021-10-04')).toBe(20_211_004);
  expect(toDateText(20_211_004)).toBe('2021-10-04');
  expect(toDateText(10_101)).toBe('0001-01-01');
});
