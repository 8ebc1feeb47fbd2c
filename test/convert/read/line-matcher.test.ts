import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import type { Dataset } from '../../../glue/schema.ts';
import { LineMatcher, toDateNumber, toDateText } from '../../../lambdas/convert/read/line-matcher.ts';
import { dates } from './line-readings.ts';
import { regularLines, valuesOf } from './regular-lines.ts';

describe.each(Object.values(datasets))('the line matcher of $name', (dataset) => {
  const line = Buffer.from(regularLines[dataset.name]);
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
});

describe('a line written in another way', () => {
  const { bets, games } = datasets;
  const read = (dataset: Dataset, text: string) => {
    const bytes = Buffer.from(text);
    const matcher = new LineMatcher(dataset, dates);
    // Every line is matched after one in the source's own order, and once more after itself.
    matcher.matches(
      Buffer.from(regularLines[dataset.name]),
      0,
      Buffer.byteLength(regularLines[dataset.name]),
    );
    const once = matcher.matches(bytes, 0, bytes.length);
    expect(matcher.matches(bytes, 0, bytes.length)).toBe(once);
    return once ? valuesOf(dataset, matcher, bytes) : undefined;
  };

  test('has its values where they are', () => {
    const values = read(bets, regularLines.bets) ?? [];
    const named = Object.fromEntries(bets.columns.map(({ name }, at) => [name, values[at]]));
    // Of a column that the platform did not export there is none.
    const none = Object.fromEntries(bets.columns.map(({ name }) => [name, null]));
    expect(named).toEqual({
      ...none,
      bet_id: '28092914447',
      bet_dt: '2021-10-04 12:02:26',
      player_code: 'C3EC54F273CE90DF',
      game_id: '1681',
      real_debit_amount: '0.00',
      real_credit_amount: '0.20',
      bonus_debit_amount: '0.00',
      bonus_credit_amount: '0.00',
      bet_channel_code: 'C',
      bet_status_code: 'A',
      player_jackpot_contribution_amount: '0.00000',
      player_jackpot_win_amount: '0.00',
      bet_transaction_type_id: '2',
      fee_amount: '0.00',
      operating_company_id: '1',
      partner_company_id: '133',
    });
    expect(values).toHaveLength(bets.columns.length);
  });

  test('may have its keys in any order', () => {
    const line = '{"game_type_code":"A","game_category_code":"B","game_name":"C","game_id":1}';
    expect(read(games, line)).toEqual(['1', 'C', 'B', 'A']);
  });

  test('may leave out what is optional, and nothing else', () => {
    expect(read(games, '{"game_name": "C", "game_id": -5}')).toEqual(['-5', 'C', null, null]);
    expect(read(games, '{"game_id": -5}')).toEqual(['-5', null, null, null]);
    expect(read(games, '{"game_name": "C", "game_id": null}')).toBeUndefined();
    expect(read(games, '{"game_name": "C"}')).toBeUndefined();
    expect(read(games, '{}')).toBeUndefined();
  });

  test('may have any white space that JSON allows', () => {
    const line = ' \t{ "game_id"\t:\r 1  ,\t"game_name" : "a b" } \r';
    expect(read(games, line)).toEqual(['1', 'a b', null, null]);
    expect(read(games, `x${line}`)).toBeUndefined();
    expect(read(games, line.replace('1', '\u00a01'))).toBeUndefined();
  });

  test('may have numbers with quotes or without, but not with one of them', () => {
    const unquoted = regularLines.bets.replaceAll(/_amount": "([0-9.]+)"/g, '_amount": $1');
    expect(read(bets, unquoted)).toEqual(read(bets, regularLines.bets));
    expect(read(bets, unquoted)?.[5]).toBe('0.20');
    expect(read(bets, regularLines.bets.replace('1681', '"1681"'))).toEqual(read(bets, regularLines.bets));
    expect(read(bets, regularLines.bets.replace('1681', '"1681'))).toBeUndefined();
    expect(read(bets, regularLines.bets.replace('"0.20"', '0.20"'))).toBeUndefined();
    expect(read(bets, regularLines.bets.replace('"0.20"', '"0.20'))).toBeUndefined();
    expect(read(bets, regularLines.bets.replace('"0.20"', '2e-1'))).toBeUndefined();
  });

  test('has the significant part of a value: no zeros after it, no zone', () => {
    const written = regularLines.bets
      .replace('28092914447', '28092914447.0')
      .replace('1681', '"1681.000"')
      .replaceAll('"0.00"', '"0.0000000"')
      .replace('"0.00000"', '0.000000000')
      .replace('2021-10-04 12:02:26', '2021-10-04T12:02:26.000Z')
      .replaceAll(': null', ': ""');
    expect(read(bets, written)).toEqual(read(bets, regularLines.bets));
    const withMilliseconds = written.replace('26.000Z', '26.120000+00:00');
    expect(read(bets, withMilliseconds)?.[1]).toBe('2021-10-04 12:02:26.120');
  });

  test('is not known with a key twice, or one with an escape', () => {
    expect(read(games, '{"game_id": 1, "game_id": 1}')).toBeUndefined();
    expect(read(games, '{"game_id": 1, "game_name": null, "game_name": "C"}')).toBeUndefined();
    const all = '"game_id": 1, "game_name": "C", "game_category_code": "C", "game_type_code": "C"';
    expect(read(games, `{${all}, "game_name": "C"}`)).toBeUndefined();
    expect(read(games, '{"game_id": 1, "game_i\\u0064": 2}')).toBeUndefined();
    expect(read(games, '{"game_id": 1, "x": 1, "y": 1, "x": 1}')).toBeUndefined();
  });
});

describe('a line with fields that no column takes', () => {
  const { games } = datasets;
  const namesOf = (text: string) => {
    const bytes = Buffer.from(`  ${text}\n`);
    const matcher = new LineMatcher(games, dates);
    return matcher.matches(bytes, 2, bytes.length - 1) ? matcher.unknown.toNames(bytes) : undefined;
  };

  test('is known, and their names are listed in its order, wherever they are', () => {
    const line = '{"x": "a", "game_name": "C", "é" : 1 , "game_id": 1, "Game_ID":null, "": true}';
    expect(namesOf(line)).toEqual(['x', 'é', 'Game_ID', '']);
    expect(namesOf('{"game_id": 1, "game_name": "C"}')).toEqual([]);
  });

  test.each(['0', '-0', '12', '-1.50', '1e5', '1E+05', '0.1e-7', 'true', 'false', 'null', '""', '"é{["'])(
    'is known where one holds %s',
    (value) => {
      expect(namesOf(`{"game_id": 1, "x": ${value}}`)).toEqual(['x']);
      expect(namesOf(`{"x":${value},"game_id":1}`)).toEqual(['x']);
    },
  );

  test.each([
    ...[
      '01',
      '-',
      '+1',
      '.5',
      '1.',
      '1.e5',
      '1e',
      '1e+',
      '--1',
      'truE',
      'fals',
      'nul',
      'NaN',
      '"',
      '"\\n"',
      '"\t"',
    ],
    ...['{}', '[]', '{"a": 1}', '', '1 2', "'a'"],
  ])('goes to the strict reader where one holds %s', (value) => {
    expect(namesOf(`{"game_id": 1, "x": ${value}}`)).toBeUndefined();
    expect(namesOf(`{"x":${value},"game_id":1}`)).toBeUndefined();
  });

  test('goes to the strict reader with more than sixteen of them', () => {
    const lineOfFields = (count: number) =>
      `{"game_id": 1${Array.from({ length: count }, (_, at) => `, "x${at}": ${at}`).join('')}}`;
    expect(namesOf(lineOfFields(16))).toHaveLength(16);
    expect(namesOf(lineOfFields(17))).toBeUndefined();
  });

  test('forgets those of the line before', () => {
    const matcher = new LineMatcher(games, dates);
    for (const [text, names] of [
      ['{"game_id": 1, "x": 1}', ['x']],
      ['{"game_id": 1}', []],
    ] as const) {
      const bytes = Buffer.from(text);
      expect(matcher.matches(bytes, 0, bytes.length)).toBe(true);
      expect(matcher.unknown.toNames(bytes)).toEqual(names);
    }
  });
});

test('a date is a number and back', () => {
  expect(toDateNumber('2021-10-04')).toBe(20_211_004);
  expect(toDateText(20_211_004)).toBe('2021-10-04');
  expect(toDateText(10_101)).toBe('0001-01-01');
});
