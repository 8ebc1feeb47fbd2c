import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import type { Dataset } from '../../../glue/schema.ts';
import { dates } from '../read/line-readings.ts';
import { regularLines } from '../read/regular-lines.ts';
import { MatchedLines } from './matched-lines.ts';

describe.each(Object.values(datasets))('the core, of lines of $name,', (dataset) => {
  const line = Buffer.from(regularLines[dataset.name]);
  const matches = (bytes: Buffer) => new MatchedLines(dataset, dates).match(bytes) !== undefined;

  test('knows the line that the source shows, with CRLF too', () => {
    expect(matches(line)).toBe(true);
    expect(matches(Buffer.concat([line, Buffer.from('\r')]))).toBe(true);
  });

  test('knows no line that is cut off, whatever the bytes behind it', () => {
    const lines = new MatchedLines(dataset, dates);
    for (let end = 0; end < line.length; end++)
      expect([end, lines.match(line.subarray(0, end))]).toEqual([end, undefined]);
  });
});

describe('a line written in another way', () => {
  const { bets, games } = datasets;
  const read = (dataset: Dataset, text: string) => {
    const bytes = Buffer.from(text);
    const lines = new MatchedLines(dataset, dates);
    // Every line comes after one in the source's own order, once more after itself, and after one without spaces.
    lines.match(Buffer.from(regularLines[dataset.name]));
    const once = lines.match(bytes);
    expect(lines.match(bytes)).toEqual(once);
    lines.match(Buffer.from(JSON.stringify(JSON.parse(regularLines[dataset.name]))));
    expect(lines.match(bytes)).toEqual(once);
    return once?.values;
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
  const namesOf = (text: string) => new MatchedLines(games, dates).match(Buffer.from(text))?.unknown;

  test('is known, and their names are listed in its order, wherever they are', () => {
    const line = '{"x": "a", "game_name": "C", "é" : 1 , "game_id": 1, "Game_ID":null, "": true}';
    expect(namesOf(line)).toEqual(['x', 'é', 'Game_ID', '']);
    expect(namesOf('{"game_id": 1, "game_name": "C"}')).toEqual([]);
  });

  const deepest = `${'['.repeat(63)}${']'.repeat(63)}`;

  test.each([
    ...['0', '-0', '12', '-1.50', '1e5', '1E+05', '0.1e-7', 'true', 'false', 'null', '""', '"é{["', '"\\n"'],
    ...[
      '{}',
      '[]',
      '{"a": 1}',
      '[1, [], {}, "]"]',
      '{"a":{"a":[{"b":null}]}, "a":"\\ud800"}',
      '"\\u00e9\\/"',
      deepest,
    ],
  ])('is known where one holds %s', (value) => {
    expect(namesOf(`{"game_id": 1, "x": ${value}}`)).toEqual(['x']);
    expect(namesOf(`{"x":${value},"game_id":1}`)).toEqual(['x']);
  });

  test.each([
    ...['01', '-', '+1', '.5', '1.', '1.e5', '1e', '1e+', '--1', 'truE', 'fals', 'nul', 'NaN', '"', '"\t"'],
    ...[
      '',
      '1 2',
      "'a'",
      '"\\x"',
      '"\\u12g4"',
      '{',
      '[1,]',
      '{"a":1,}',
      '{"a"}',
      '{1:1}',
      '[1}',
      '{"a":]',
      '[nul]',
      '{"a":01}',
    ],
    `[${deepest}]`,
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

  test('goes to the strict reader where a name comes again, or has an escape', () => {
    expect(namesOf('{"game_id": 1, "x": 1, "y": 1, "x": 1}')).toBeUndefined();
    expect(namesOf('{"game_id": 1, "\\u0078": 1}')).toBeUndefined();
  });

  test('forgets those of the line before, and counts each of a line that it takes', () => {
    const lines = new MatchedLines(games, dates);
    for (const [text, names] of [
      ['{"game_id": 1, "x": 1}', ['x']],
      ['{"game_id": 1}', []],
      ['{"game_id": 1, "x": 1, "game_id": 2}', undefined],
      [`{"game_id": 1, "${'long'.repeat(30)}": 1, "y": {}}`, ['long'.repeat(30), 'y']],
    ] as const) {
      expect(lines.match(Buffer.from(text))?.unknown).toEqual(names);
    }
  });
});

describe('a text', () => {
  const { games } = datasets;
  const nameOf = (raw: string) => {
    const line = `{"game_id": 1, "game_name": ${raw}, "game_type_code": "\\u0041"}`;
    const matched = new MatchedLines(games, dates).match(Buffer.from(line));
    // A text beside it keeps its own bytes.
    if (matched) expect(matched.values[3]).toBe('A');
    return matched?.values[1];
  };
  const long = 'x'.repeat(40);

  test.each([
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['"\\u00e9\\u20ac\\ud83d\\uDE00"', 'é€😀'],
    [`"${long}\\n${long}é\\u0041"`, `${long}\n${long}éA`],
    ['"\\u0020a"', ' a'],
    ['"\\u0020 "', null],
    ['"é😀\u07ff\uffff\u{10ffff}"', 'é😀\u07ff\uffff\u{10ffff}'],
  ])('of %s is what its escapes stand for', (raw, text) => {
    expect(nameOf(raw)).toBe(text);
  });

  test.each([
    ...[
      '"\\u0000"',
      '"\\ud800"',
      '"\\udc00"',
      '"\\ud800x"',
      '"\\ud800\\n"',
      '"\\ud800\\ud800"',
      '"\\ud83d\\u00"',
    ],
    ...['"\\x"', '"\\u12g4"', '"\\', '"\\"', '"\u001f\\n"', '"\\U0041"'],
  ])('of %s is left to the strict reader', (raw) => {
    expect(nameOf(raw)).toBeUndefined();
  });

  test.each([
    ...[
      [0x80],
      [0xc3],
      [0xc0, 0x80],
      [0xc1, 0xbf],
      [0xe0, 0x80, 0x80],
      [0xe0, 0x9f, 0xbf],
      [0xed, 0xa0, 0x80],
    ],
    ...[
      [0xe2, 0x82],
      [0xf0, 0x80, 0x80, 0x80],
      [0xf0, 0x8f, 0xbf, 0xbf],
      [0xf4, 0x90, 0x80, 0x80],
    ],
    ...[[0xf5, 0x80, 0x80, 0x80], [0xf0, 0x9f, 0x98], [0xff], [0xe2, 0x28, 0xa1], [0xf0, 0x9f, 0x28, 0x80]],
  ])('of the bytes %s is no UTF-8 and left to the strict reader, with escapes or without', (...bytes) => {
    for (const [before, after] of [
      ['', ''],
      [long, long],
      ['\\n', ''],
      ['', '\\n'],
    ] as const) {
      const line = Buffer.concat([
        Buffer.from(`{"game_id": 1, "game_name": "${before}`),
        Buffer.from(bytes),
        Buffer.from(`${after}"}`),
      ]);
      expect(new MatchedLines(games, dates).match(line)).toBeUndefined();
      const unknown = Buffer.from(line.toString('latin1').replace('game_name', 'x'), 'latin1');
      expect(new MatchedLines(games, dates).match(unknown)).toBeUndefined();
    }
  });
});

test('a literal that is learned without a space is found again before one', () => {
  const lines = new MatchedLines(datasets.games, dates);
  for (const text of ['{"game_id":1}', '{"game_id": 1}', '{"game_id":\t1}', '{"game_id":1}'])
    expect([text, lines.match(Buffer.from(text)) !== undefined]).toEqual([text, true]);
});

test('a literal that stands between two values does not begin a line, nor the other way round', () => {
  const lines = new MatchedLines(datasets.games, dates);
  expect(lines.match(Buffer.from('{"x": 1, "game_id": 1}'))).toBeDefined();
  expect(lines.match(Buffer.from(', "game_id": 1}'))).toBeUndefined();
  expect(lines.match(Buffer.from('{"game_id": 1}'))).toBeDefined();
  expect(lines.match(Buffer.from('{"x": 1{"game_id": 1}'))).toBeUndefined();
});
