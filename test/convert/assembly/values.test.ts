import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { type Dataset, date, decimal, nested, year } from '../../../glue/schema.ts';
import { MatchedLines } from './matched-lines.ts';

const dates = { first: '2015-01-01', last: '2022-02-01' };

/** Bets as if they had these columns alone. */
function betsOf(columns: readonly string[]): Dataset {
  return { ...datasets.bets, columns: datasets.bets.columns.filter(({ name }) => columns.includes(name)) };
}

/** Whether a line of these columns of bets alone is regular. */
function isRegular(text: string, ...columns: string[]): boolean {
  return new MatchedLines(betsOf(columns), dates).match(Buffer.from(text)) !== undefined;
}

describe('the core takes', () => {
  test.each<readonly [string, string]>([
    ['game_id', '0'],
    ['game_id', '-1'],
    ['game_id', '999999999999999999'],
    ['game_id', '9223372036854775807'],
    ['game_id', '-9223372036854775808'],
    ['game_id', '-0'],
    ['brand_id', '"  "'],
    ['last_event_dt', '" "'],
    ['last_event_dt', '"2021-01-01 00:00:00.5"'],
    ['last_event_dt', '"2021-01-01 00:00:00.12Z"'],
    ['bet_channel_code', '"\\n"'],
    ...['"7"', '"-7"', '7.0', '"7.000"', '0.0', '"0"'].map((raw) => ['game_id', raw] as const),
    ...['""', '"7"', '7.00', 'null'].map((raw) => ['brand_id', raw] as const),
    ...['""', '"1.5000"', '1.500', '"-0.00"', '0.0000000000', '"12.50000000"'].map(
      (raw) => ['fee_amount', raw] as const,
    ),
    ...['', '2021-01-01T00:00:00', '2021-01-01 00:00:00Z', '2021-01-01T00:00:00Z', '2021-01-01T00:00:00.000Z']
      .concat(
        '2021-01-01T00:00:00+00:00',
        '2021-01-01 00:00:00.0',
        '2021-01-01 00:00:00.1230',
        '2021-01-01 00:00:00.001Z',
      )
      .map((written) => ['last_event_dt', `"${written}"`] as const),
    ['bet_dt', '"2021-10-04T12:02:26.123Z"'],
    ['fee_amount', '"0"'],
    ['fee_amount', '"0.0"'],
    ['fee_amount', '"-0.07"'],
    ['fee_amount', '"9999999999999999.99"'],
    ['fee_amount', '"10.5"'],
    ['fee_amount', '1.00'],
    ['fee_amount', 'null'],
    ['game_odds', '"999999999999.999999"'],
    ['bet_channel_code', '""'],
    ['bet_channel_code', '" "'],
    ['bet_channel_code', '" !"'],
    ['bet_channel_code', '"\u007f😀"'],
    ['player_code', '" x"'],
    ['player_code', '"x "'],
    ['bet_dt', '"2015-01-01 00:00:00"'],
    ['bet_dt', '"2022-02-01 23:59:59"'],
    ['last_event_dt', '"0001-01-01 00:00:00"'],
    ['last_event_dt', '"9999-12-31 19:59:59"'],
    ['last_event_dt', '"2024-02-29 09:09:09"'],
  ])('a %s of %s', (column, value) => {
    expect(isRegular(`{"${column}":${value}}`, column)).toBe(true);
    expect(isRegular(`{"${column}": ${value}}`, column)).toBe(true);
  });

  test('a line whose keys are parted by a comma, and a space or none; with CR at its end or none', () => {
    const columns = ['game_id', 'fee_amount'];
    for (const line of [
      '{"game_id":1,"fee_amount":"1"}',
      '{"game_id":1, "fee_amount":"1"}',
      '{"game_id":1,"fee_amount":"1"}\r',
    ]) {
      expect([line, isRegular(line, ...columns)]).toEqual([line, true]);
    }
  });

  test.each([
    '{ "game_id":1,"fee_amount":"1"}',
    '{"game_id" :1,"fee_amount":"1"}',
    '{"game_id":  1,"fee_amount":"1"}',
    '{"game_id":1 ,"fee_amount":"1"}',
    '{"game_id":1,\t"fee_amount":"1"}',
    '{"game_id":1,"fee_amount":"1" }',
    '{"game_id":1,"fee_amount":"1"} ',
    '{"game_id":1,"fee_amount":"1"}\r\r',
    '{"fee_amount":"1","game_id":1}',
    '{"game_id":1}',
  ])('the line %s', (line) => {
    expect(isRegular(line, 'game_id', 'fee_amount')).toBe(true);
  });
});

describe('the core leaves to the strict reader', () => {
  test.each<readonly [string, string]>([
    ['game_id', '9223372036854775808'],
    ['game_id', '-9223372036854775809'],
    ['game_id', '18446744073709551616'],
    ['game_id', '10000000000000000000'],
    ['game_id', '01'],
    ['game_id', '-'],
    ['game_id', ''],
    ['game_id', '+1'],
    ...[
      '1.5',
      '1.',
      '1.01',
      '"1',
      '1"',
      '""',
      '"1.',
      '"1.0',
      '1.0"',
      '"01"',
      '1e1',
      '1.0e1',
      '"x"',
      '1.0x',
    ].map((raw) => ['game_id', raw] as const),
    ...['"', '"x', '""x', '" x"'].map((raw) => ['brand_id', raw] as const),
    ['bet_dt', '""'],
    ['real_debit_amount', '""'],
    ['game_id', 'null'],
    ['game_id', ':'],
    ['game_id', '/'],
    ['fee_amount', '"1'],
    ['fee_amount', '1"'],
    ['fee_amount', '"1 '],
    ['fee_amount', '"1x'],
    ...['"1.5001"', '1.0001', '"1.000', '1.000"', '"1.000x"', '"1.00e1"', '"', '""x'].map(
      (raw) => ['fee_amount', raw] as const,
    ),
    ['fee_amount', '"-"'],
    ['fee_amount', '"."'],
    ['fee_amount', '".5"'],
    ['fee_amount', '"1."'],
    ['fee_amount', '"01"'],
    ['fee_amount', '"1.005"'],
    ['fee_amount', '"10000000000000000"'],
    ['fee_amount', 'nul'],
    ['fee_amount', 'nxll'],
    ['fee_amount', 'nuxl'],
    ['fee_amount', 'nulx'],
    ['bet_channel_code', 'x'],
    ['bet_channel_code', 'x"'],
    ['bet_channel_code', '"\u001f"'],
    ['bet_channel_code', '"x'],
    ['player_code', '""'],
    ['player_code', '"  "'],
    ['bet_dt', 'null'],
    ['bet_dt', '"2014-12-31 23:59:59"'],
    ['bet_dt', '"2022-02-02 00:00:00"'],
    ...[
      '0000-01-01 00:00:00',
      '2021-02-29 00:00:00',
      '2021-13-01 00:00:00',
      '2021-00-01 00:00:00',
      '2021-01-00 00:00:00',
      '2021-01-01 24:00:00',
      '2021-01-01 00:60:00',
      '2021-01-01 00:00:60',
      '2021x01-01 00:00:00',
      '2021-01x01 00:00:00',
      ...['2021-01-01t00:00:00', '2021-01-01 00:00:00z', '2021-01-01 00:00:00.'],
      ...[
        '2021-01-01 00:00:00.1234',
        '2021-01-01 00:00:00.0001',
        '2021-01-01 00:00:00ZZ',
        '2021-01-01 00:00:00+01:00',
      ],
      ...['2021-01-01 00:00:00+00:0', '2021-01-01 00:00:00.Z', '2021-01-01 00:00:00+0000'],
      '2021-01-01 00x00:00',
      '2021-01-01 00:00x00',
      'x021-01-01 00:00:00',
      '202x-01-01 00:00:00',
      '20 1-01-01 00:00:00',
      '20:1-01-01 00:00:00',
      '2021-01-01 0:00:000',
      '2021-01-01 00:00:0/',
    ].map((time) => ['last_event_dt', `"${time}"`] as const),
    ['last_event_dt', 'x2021-01-01 00:00:00"'],
    ['last_event_dt', '"2021-01-01 00:00:00x'],
  ])('a %s of %s', (column, value) => {
    expect(isRegular(`{"${column}":${value}}`, column)).toBe(false);
  });

  test.each([
    '{"game_id":1;"fee_amount":"1"}',
    '{"game_id":1,"fee_amount":"1"',
    '{"game_id":1,"fee_amount":"1"]',
    '{"game_id":1,"fee_amount":"1"}}',
    '["game_id":1,"fee_amount":"1"}',
    '{"game_iD":1,"fee_amount":"1"}',
    '{"game_id";1,"fee_amount":"1"}',
    '{"game_id":1,"fee_amount":"1","game_id":1}',
    '{"fee_amount":"1"}',
    '{"game_id":1,"game_id":1}',
    '',
  ])('the line %s', (line) => {
    expect(isRegular(line, 'game_id', 'fee_amount')).toBe(false);
  });
});

test.each([
  [date, 'date'],
  [year, 'year'],
  [nested({ duckdb: '', hive: '', trino: '' }), 'nested'],
])('%o is a kind that no landing column has', (type, kind) => {
  const columns = [{ name: 'bet_date', type, meaning: '' }];
  expect(() => new MatchedLines({ ...datasets.games, columns }, dates)).toThrow(
    `a landing file has no columns of the kind ${kind}`,
  );
});

test.each([
  ['0.1234', '0.1234'],
  ['"-0.5"', '-0.5000'],
  ['0', '0.0000'],
  ['"0.12340"', '0.1234'],
  ['1', undefined],
  ['"10.5"', undefined],
  ['0.12345', undefined],
])('a decimal that has no digit before its point, as %s, is %s', (raw, value) => {
  const columns = [{ name: 'rate', type: decimal(4, 4), meaning: '' }];
  const lines = new MatchedLines({ ...datasets.games, columns }, dates);
  expect(lines.match(Buffer.from(`{"rate": ${raw}}`))?.values[0]).toBe(value);
});
