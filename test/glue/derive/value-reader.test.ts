import { describe, expect, test } from 'vitest';
import { date, decimal, instant, text, whole } from '../../../glue/column.ts';
import type { SourceColumn } from '../../../glue/dataset.ts';
import { isDay, readValue } from '../../../glue/derive/value-reader.ts';

const game = { name: 'game_id', type: whole, meaning: '' };
const fee = { name: 'fee_amount', type: decimal(18, 2), meaning: '' };
const odds = { name: 'game_odds', type: decimal(18, 6), meaning: '' };
const moment = { name: 'last_event_dt', type: instant, meaning: '' };
const code = { name: 'bet_channel_code', type: text, meaning: '' };

describe('a value', () => {
  test.each<[SourceColumn, string, string]>([
    [game, '0', '0'],
    [game, '-0', '0'],
    [game, '9223372036854775807', '9223372036854775807'],
    [game, '-9223372036854775808', '-9223372036854775808'],
    [fee, '"12.50"', '12.50'],
    [fee, '12.5', '12.5'],
    [fee, '"-0.07"', '-0.07'],
    [fee, '-9999999999999999.99', '-9999999999999999.99'],
    [fee, '"\\u0031.50"', '1.50'],
    [odds, '"999999999999.999999"', '999999999999.999999'],
    [moment, '"2024-02-29 23:59:59"', '2024-02-29 23:59:59'],
    [moment, '"0001-01-01 00:00:00"', '0001-01-01 00:00:00'],
    [moment, '"9999-12-31 00:00:00"', '9999-12-31 00:00:00'],
    [code, '"C"', 'C'],
    [code, '" C\\n"', ' C\n'],
    [code, '"\\t"', '\t'],
    [code, '"😀"', '😀'],
  ])('of %o written as %s reads as %j', (column, raw, value) => {
    expect(readValue(column, raw)).toEqual({ ok: true, value });
    expect(readValue({ ...column, required: true }, raw)).toEqual({ ok: true, value });
  });

  test.each<[SourceColumn, string | undefined]>([
    [game, undefined],
    [fee, 'null'],
    [code, '""'],
    [code, '"   "'],
    [code, '"\\u0020"'],
  ])('of %o written as %s reads as NULL', (column, raw) => {
    expect(readValue(column, raw)).toEqual({ ok: true, value: null });
  });
});

describe('a value that is refused says what was wanted and what was got', () => {
  test.each<[SourceColumn, string | undefined, string, string]>([
    [game, undefined, 'missing', 'required, but the line does not have it'],
    [game, 'null', 'null', 'required, but it is null'],
    [code, '"  "', 'null', 'required, but it is empty or only spaces, which means NULL'],
    [game, '"1"', 'wrong_type', 'expected a whole number without quotes, got "1"'],
    [game, 'true', 'wrong_type', 'expected a whole number without quotes, got true'],
    [game, '1.0', 'not_whole', 'expected a whole number without fraction or exponent, got 1.0'],
    [game, '1e2', 'not_whole', 'expected a whole number without fraction or exponent, got 1e2'],
    [
      game,
      '9223372036854775808',
      'out_of_range',
      'expected a whole number from -9223372036854775808 to 9223372036854775807, got 9223372036854775808',
    ],
    [
      game,
      '-9223372036854775809',
      'out_of_range',
      'expected a whole number from -9223372036854775808 to 9223372036854775807, got -9223372036854775809',
    ],
    [
      game,
      '9'.repeat(100),
      'out_of_range',
      `expected a whole number from -9223372036854775808 to 9223372036854775807, got ${'9'.repeat(57)}...`,
    ],
    [fee, '[]', 'wrong_type', 'expected a decimal number, got []'],
    [fee, 'false', 'wrong_type', 'expected a decimal number, got false'],
    [fee, '1e2', 'not_decimal', 'expected a decimal number such as "12.50", got 1e2'],
    [fee, '"1 "', 'not_decimal', 'expected a decimal number such as "12.50", got "1 "'],
    [fee, '" 1"', 'not_decimal', 'expected a decimal number such as "12.50", got " 1"'],
    [fee, '"01"', 'not_decimal', 'expected a decimal number such as "12.50", got "01"'],
    [fee, '"1."', 'not_decimal', 'expected a decimal number such as "12.50", got "1."'],
    [fee, '""', 'not_decimal', 'expected a decimal number such as "12.50", got ""'],
    [fee, '"1.005"', 'too_many_decimals', 'expected a decimal with at most 2 decimal places, got "1.005"'],
    [
      odds,
      '1000000000000',
      'too_many_digits',
      'expected a decimal with at most 12 digits before the point, got 1000000000000',
    ],
    [moment, '20211004', 'wrong_type', 'expected a time "YYYY-MM-DD HH:MM:SS", got 20211004'],
    [moment, '"now"', 'not_a_time', 'expected a real moment "YYYY-MM-DD HH:MM:SS", got "now"'],
    [
      moment,
      '"2021-10-04 24:00:00"',
      'not_a_time',
      'expected a real moment "YYYY-MM-DD HH:MM:SS", got "2021-10-04 24:00:00"',
    ],
    [
      moment,
      '"0000-01-01 00:00:00"',
      'not_a_time',
      'expected a real moment "YYYY-MM-DD HH:MM:SS", got "0000-01-01 00:00:00"',
    ],
    ...['2021-10-04 00:60:00', '2021-10-04 00:00:60', 'x2021-10-04 00:00:00', '2021-10-04 00:00:00x'].map(
      (said): [SourceColumn, string, string, string] => [
        moment,
        `"${said}"`,
        'not_a_time',
        `expected a real moment "YYYY-MM-DD HH:MM:SS", got "${said}"`,
      ],
    ),
    [code, '1', 'wrong_type', 'expected a text, got 1'],
    [code, '{"a": "b"}', 'wrong_type', 'expected a text, got {"a": "b"}'],
    [
      code,
      '"\\ud83d"',
      'not_unicode',
      'expected Unicode text; half of a surrogate pair is none, got "\\ud83d"',
    ],
  ])('%o written as %s', (column, raw, fault, message) => {
    expect(readValue({ ...column, required: true }, raw)).toEqual({
      ok: false,
      fault: { column: column.name, code: fault, message },
    });
  });

  test('a kind that no landing column has is a mistake in the declaration', () => {
    const column = { name: 'bet_date', type: date, meaning: '' };
    expect(() => readValue(column, '1')).toThrow('no landing column is a date: bet_date');
  });
});

test('a day is one that the calendar has', () => {
  const wrong: number[][] = [];
  for (const year of [1, 4, 1900, 2000, 2023, 2024, 2100, 9999]) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const moment = new Date(0);
        moment.setUTCFullYear(year, month - 1, day);
        const isReal = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
        if (isDay(year, month, day) !== isReal) wrong.push([year, month, day]);
      }
    }
  }
  expect(wrong).toEqual([]);
});
