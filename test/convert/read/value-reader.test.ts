import { describe, expect, test } from 'vitest';
import { isDate, isDay } from '../../../glue/calendar.ts';
import { date, decimal, instant, type SourceColumn, text, whole } from '../../../glue/schema.ts';
import { readValue } from '../../../lambdas/convert/read/value-reader.ts';

const game = { name: 'game_id', type: whole, meaning: '' };
const fee = { name: 'fee_amount', type: decimal(18, 2), meaning: '' };
const odds = { name: 'game_odds', type: decimal(18, 6), meaning: '' };
const time = { name: 'last_event_dt', type: instant, meaning: '' };
const dayColumn = { ...time, dateOnly: true };
const code = { name: 'bet_channel_code', type: text, meaning: '' };

describe('a value', () => {
  test.each<[SourceColumn, string, string]>([
    [game, '0', '0'],
    [game, '-0', '0'],
    [game, '9223372036854775807', '9223372036854775807'],
    [game, '-9223372036854775808', '-9223372036854775808'],
    ...['10', '10.0', '10.000', '1e1', '1E+1', '100e-1', '"10"', '"10.0"', '"1e1"', '0.001e4'].map(
      (raw): [SourceColumn, string, string] => [game, raw, '10'],
    ),
    ...['0.0', '-0.0', '0e999999999', '-0E-999999999', '"0.000"', `0e${'9'.repeat(100_000)}`].map(
      (raw): [SourceColumn, string, string] => [game, raw, '0'],
    ),
    [game, '9.223372036854775807e18', '9223372036854775807'],
    [game, '-92233720368547758080e-1', '-9223372036854775808'],
    [game, `1${'0'.repeat(100_000)}e-100000`, '1'],
    [fee, '"12.50"', '12.50'],
    [fee, '"1.5000"', '1.5'],
    [fee, '0.0000000000', '0'],
    [fee, '"-0.00"', '0'],
    [fee, '-0', '0'],
    [fee, '1e-02', '0.01'],
    [fee, '"-12.5E-1"', '-1.25'],
    [fee, '1e2', '100'],
    [fee, '"1e2"', '100'],
    [fee, '0e-999999999', '0'],
    [fee, '99999999999999.99', '99999999999999.99'],
    [odds, '1E-5', '0.00001'],
    [odds, '"1e-05"', '0.00001'],
    [fee, '12.5', '12.5'],
    [fee, '"-0.07"', '-0.07'],
    [fee, '-9999999999999999.99', '-9999999999999999.99'],
    [fee, '"\\u0031.50"', '1.50'],
    [odds, '"999999999999.999999"', '999999999999.999999'],
    [time, '"2024-02-29 23:59:59"', '2024-02-29 23:59:59'],
    [time, '"0001-01-01 00:00:00"', '0001-01-01 00:00:00'],
    [time, '"9999-12-31 00:00:00"', '9999-12-31 00:00:00'],
    [time, '"2021-10-04T12:02:26"', '2021-10-04 12:02:26'],
    [time, '"2021-10-04 12:02:26Z"', '2021-10-04 12:02:26'],
    [time, '"2021-10-04T12:02:26.000Z"', '2021-10-04 12:02:26'],
    [time, '"2021-10-04T12:02:26.123000Z"', '2021-10-04 12:02:26.123'],
    [time, '"2021-10-04 12:02:26.5"', '2021-10-04 12:02:26.500'],
    [time, '"2021-10-04 12:02:26.050"', '2021-10-04 12:02:26.050'],
    [time, '"2021-10-04T01:02:26+02:00"', '2021-10-03 23:02:26'],
    [time, '"2021-12-31T22:30:00.001-0130"', '2022-01-01 00:00:00.001'],
    [time, '"2021-10-04 12:02:26+02"', '2021-10-04 10:02:26'],
    [time, '"2021-10-04T12:02:26-00:00"', '2021-10-04 12:02:26'],
    [time, '"0001-01-01T00:00:00-00:01"', '0001-01-01 00:01:00'],
    [time, '"9999-12-31T23:59:59.999+00:01"', '9999-12-31 23:58:59.999'],
    [time, '"2021-10-04\\u002012:02:26"', '2021-10-04 12:02:26'],
    [dayColumn, '"2021-10-04"', '2021-10-04 00:00:00'],
    [dayColumn, '"2021-10-04T01:00:00Z"', '2021-10-04 01:00:00'],
    [code, '"C"', 'C'],
    [code, '"\\ufeffC"', '\ufeffC'],
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
    [game, '""'],
    [game, '"  "'],
    [fee, '""'],
    [fee, '" "'],
    [time, '""'],
    [time, '"\\u0020"'],
    [dayColumn, '""'],
  ])('of %o written as %s reads as NULL', (column, raw) => {
    expect(readValue(column, raw)).toEqual({ ok: true, value: null });
  });
});

describe('a value that is refused names what was expected and what was read', () => {
  test.each<[SourceColumn, string | undefined, string, string]>([
    [game, undefined, 'missing', 'required, but the line does not have it'],
    [game, 'null', 'null', 'required, but it is null'],
    [code, '"  "', 'null', 'required, but it is empty or only spaces, which means NULL'],
    ...[game, fee, time].map((column): [SourceColumn, string, string, string] => [
      column,
      '""',
      'null',
      'required, but it is empty or only spaces, which means NULL',
    ]),
    [game, 'true', 'wrong_type', 'expected a whole number, got true'],
    [game, '{}', 'wrong_type', 'expected a whole number, got {}'],
    ...[
      '1.5',
      '"1.5"',
      '1e-1',
      '1e-999999999',
      '" 1 "',
      '"+1"',
      '"01"',
      '"0x1F"',
      '"1_000"',
      '"NaN"',
      '"1e"',
      '"-"',
    ].map((raw): [SourceColumn, string, string, string] => [
      game,
      raw,
      'not_whole',
      `expected a whole number such as 10, got ${raw}`,
    ]),
    [
      game,
      '1e999999999',
      'out_of_range',
      'expected a whole number from -9223372036854775808 to 9223372036854775807, got 1e999999999',
    ],
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
    ...['"NaN"', '"Infinity"', '"1_000"', '"0x1F"', '"+1"', '"1e"', '"1e5.0"', '"-"', '".5"'].map(
      (raw): [SourceColumn, string, string, string] => [
        fee,
        raw,
        'not_decimal',
        `expected a decimal number such as "12.50", got ${raw}`,
      ],
    ),
    [fee, '"1 "', 'not_decimal', 'expected a decimal number such as "12.50", got "1 "'],
    [fee, '" 1"', 'not_decimal', 'expected a decimal number such as "12.50", got " 1"'],
    [fee, '"01"', 'not_decimal', 'expected a decimal number such as "12.50", got "01"'],
    [fee, '"1."', 'not_decimal', 'expected a decimal number such as "12.50", got "1."'],
    [fee, '"1.005"', 'too_many_decimals', 'expected a decimal with at most 2 decimal places, got "1.005"'],
    [fee, '1e-3', 'too_many_decimals', 'expected a decimal with at most 2 decimal places, got 1e-3'],
    [
      fee,
      '1e-999999999',
      'too_many_decimals',
      'expected a decimal with at most 2 decimal places, got 1e-999999999',
    ],
    [
      fee,
      '1e999999999',
      'too_many_digits',
      'expected a decimal with at most 16 digits before the point, got 1e999999999',
    ],
    [
      odds,
      '1000000000000',
      'too_many_digits',
      'expected a decimal with at most 12 digits before the point, got 1000000000000',
    ],
    [time, '20211004', 'wrong_type', 'expected a time "YYYY-MM-DD HH:MM:SS", got 20211004'],
    ...[
      ...['now', '2021-10-04 24:00:00', '0000-01-01 00:00:00', '2021-10-04 00:60:00', '2021-10-04 00:00:60'],
      ...[
        'x2021-10-04 00:00:00',
        '2021-10-04 00:00:00x',
        '2021-10-04',
        '2021-10-04t00:00:00',
        '2021-10-04 00:00:00z',
      ],
      ...['2021-10-04 00:00:00.', '2021-10-04 00:00:00,5', '2021-10-04 00:00:00 Z', '2021-10-04 00:00:00+1'],
      ...[
        '2021-10-04 00:00:00+24:00',
        '2021-10-04 00:00:00+00:60',
        '2021-02-29T00:00:00Z',
        '20211004T000000Z',
      ],
    ].map((written): [SourceColumn, string, string, string] => [
      time,
      `"${written}"`,
      'not_a_time',
      `expected a real time such as "2021-10-04 12:02:26" or "2021-10-04T12:02:26Z", got "${written}"`,
    ]),
    [
      dayColumn,
      '"2021-02-29"',
      'not_a_time',
      'expected a real time such as "2021-10-04 12:02:26" or "2021-10-04T12:02:26Z", got "2021-02-29"',
    ],
    [
      time,
      '"2021-10-04 00:00:00.1234"',
      'too_many_decimals',
      'expected a time with at most 3 decimal places of a second, got "2021-10-04 00:00:00.1234"',
    ],
    ...['0001-01-01 00:00:00+00:01', '9999-12-31T23:59:59.999-00:01'].map(
      (written): [SourceColumn, string, string, string] => [
        time,
        `"${written}"`,
        'out_of_range',
        `expected a time of the years 0001 to 9999 in UTC, got "${written}"`,
      ],
    ),
    ...['"\\u0000"', '"A\\u0000B"'].map((raw): [SourceColumn, string, string, string] => [
      code,
      raw,
      'nul_character',
      `expected a text without the character U+0000, to be removed at the source, got ${raw}`,
    ]),
    [code, '1', 'wrong_type', 'expected a text, got 1'],
    [code, '{"a": "b"}', 'wrong_type', 'expected a text, got {"a": "b"}'],
    [
      code,
      '"\\ud83d"',
      'not_unicode',
      'expected Unicode text; half of a surrogate pair is not, got "\\ud83d"',
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
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        const text = [year, month, day]
          .map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0'))
          .join('-');
        if (isDay(year, month, day) !== isReal || isDate(text) !== isReal) wrong.push([year, month, day]);
      }
    }
  }
  expect(wrong).toEqual([]);
});
