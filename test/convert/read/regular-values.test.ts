import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { type Dataset, date, nested, whole, year } from '../../../glue/schema.ts';
import { LineMatcher } from '../../../lambdas/convert/read/line-matcher.ts';

const dates = { first: '2015-01-01', last: '2022-02-01' };

/** Bets as if they had these columns alone. */
function betsOf(columns: readonly string[]): Dataset {
  return { ...datasets.bets, columns: datasets.bets.columns.filter(({ name }) => columns.includes(name)) };
}

/** Whether a line of these columns of bets alone, with a foreign byte on either side, is regular. */
function isRegular(text: string, ...columns: string[]): boolean {
  const matcher = new LineMatcher(betsOf(columns), dates);
  const bytes = Buffer.from(`{${text}}`);
  return matcher.matches(bytes, 1, bytes.length - 1);
}

describe('the fast path takes', () => {
  test.each<readonly [string, string]>([
    ['game_id', '0'],
    ['game_id', '-1'],
    ['game_id', '999999999999999999'],
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

describe('the fast path leaves to the strict reader', () => {
  test.each<readonly [string, string]>([
    ['game_id', '1000000000000000000'],
    ['game_id', '01'],
    ['game_id', '-0'],
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
      '"-0"',
      '"1.',
      '"1.0',
      '1.0"',
      '"01"',
      '1e1',
      '1.0e1',
      '"x"',
      '1.0x',
    ].map((raw) => ['game_id', raw] as const),
    ...['"', '" "', '"x', '""x'].map((raw) => ['brand_id', raw] as const),
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
    ['bet_channel_code', '"\\n"'],
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
      ...['2021-01-01t00:00:00', '2021-01-01 00:00:00z', '2021-01-01 00:00:00.', '2021-01-01 00:00:00.5'],
      ...[
        '2021-01-01 00:00:00.1234',
        '2021-01-01 00:00:00.0001',
        '2021-01-01 00:00:00ZZ',
        '2021-01-01 00:00:00+01:00',
      ],
      ...[
        '2021-01-01 00:00:00.12',
        '2021-01-01 00:00:00+00:0',
        '2021-01-01 00:00:00.Z',
        '2021-01-01 00:00:00+0000',
      ],
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

test('the date of a line is that of its dated column alone, and 0 where a data set has none', () => {
  const matcher = new LineMatcher(betsOf(['last_event_dt', 'bet_dt']), dates);
  expect(matcher.date).toBe(0);
  const line = Buffer.from('{"last_event_dt":"2001-02-03 00:00:00","bet_dt":"2021-10-04 00:00:00"}');
  expect(matcher.matches(line, 0, line.length)).toBe(true);
  expect(matcher.date).toBe(20_211_004);
  const games = new LineMatcher(datasets.games, dates);
  expect(games.matches(Buffer.from('{"game_id":1}'), 0, 13)).toBe(true);
  expect(games.date).toBe(0);
});

test.each([
  [date, 'date'],
  [year, 'year'],
  [nested({ duckdb: '', hive: '', trino: '' }), 'nested'],
])('%o is a kind that no landing column has', (type, kind) => {
  const columns = [{ name: 'bet_date', type, meaning: '' }];
  expect(() => new LineMatcher({ ...datasets.games, columns }, dates)).toThrow(
    `no landing column is a ${kind}: bet_date`,
  );
});

test('a name of one character cannot be matched by four bytes', () => {
  const of = (name: string) =>
    new LineMatcher({ ...datasets.games, columns: [{ name, type: whole, meaning: '' }] }, dates);
  expect(() => of('a')).toThrow(`expected a column's name of two characters or more, got "a"`);
  const line = Buffer.from('{"ab":7}');
  expect(of('ab').matches(line, 0, line.length)).toBe(true);
});

test('a line ends at its given end, whatever white space follows it', () => {
  const matcher = new LineMatcher(betsOf(['game_id', 'fee_amount']), dates);
  const line = Buffer.from('{"game_id":1,"fee_amount":"1"}  ');
  for (const end of [line.length - 2, line.length - 1, line.length]) {
    expect(matcher.matches(line, 0, end)).toBe(true);
  }
});
