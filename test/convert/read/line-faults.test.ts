import { describe, expect, test } from 'vitest';
import { faultCodes } from '../../../glue/fault.ts';
import { findFaultOfLine, toEncodingFault } from '../../../lambdas/convert/read/line-faults.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');

describe('a line that is not one JSON object is named for what it is', () => {
  test.each([
    ['{"a":1}{"a":2}', 'several_records'],
    ['{"a":1} {"a":2}', 'several_records'],
    ['{"a":1},{"a":2}', 'several_records'],
    ['{"a":"}{"} , {"a":2', 'several_records'],
    ['{"a":{"b":[1]}}{', 'several_records'],
    ['[]', 'json_array'],
    ['[1]', 'json_array'],
    ['[{"a":1},{"a":2}]', 'json_array'],
    ['[{"a":1},', 'json_array'],
    ['[', 'json_array'],
    [' ] ', 'json_array'],
    ['],', 'json_array'],
    ['{"a":1},', 'json_array'],
    ['{"a":1} ,\r', 'json_array'],
    ['{"a":1}]', 'json_array'],
    [utf16('{"a":1}'), 'utf16'],
    [`\0${utf16('{"a":1}')}`, 'utf16'],
    ['\0', 'utf16'],
    ['{', 'cut_off'],
    ['{"a":1', 'cut_off'],
    ['{"a":1,', 'cut_off'],
    ['{"a":{"b":1,"c', 'cut_off'],
    ['{"a":"x\\', 'cut_off'],
    ['bet_id,bet_dt,player_code', 'csv_line'],
    ['1;2021-10-04 12:02:26;P', 'csv_line'],
    ['1\t2021-10-04\tP', 'csv_line'],
    ['"1","2021-10-04","P"', 'csv_line'],
    ['1|2|3', 'csv_line'],
    ['1,2', 'not_json'],
    ['ERROR: export stopped', 'not_json'],
    ['{"a":1,}', 'not_json'],
    ['{"a":NaN}', 'not_json'],
    ["{'a':1}", 'not_json'],
    ['{"a":1} x', 'not_json'],
    ['{"a":"x"y"}', 'not_json'],
    ['"a": 1, "b": 2, "c": 3', 'not_json'],
    ['}', 'not_json'],
    ['{"a":"\0"}', 'not_json'],
    ['\ufeff{"a":1}', 'not_json'],
    ['null', 'not_an_object'],
    ['"x"', 'not_an_object'],
    ['12', 'not_an_object'],
  ])('%j is %s', (line, code) => {
    const fault = findFaultOfLine(line);
    expect(fault).toEqual({ column: null, code, message: expect.stringMatching(/^expected /) });
    expect(fault?.message.isWellFormed()).toBe(true);
  });

  test.each(['{}', ' {"a":1}\r', '{"a":"}{"}', '{"a":[{"b":1},{"b":2}]}', '{"a":"x,y;z,w;v"}'])(
    '%j is one',
    (line) => expect(findFaultOfLine(line)).toBeUndefined(),
  );

  test('a message names what was found, shortened, and what to do', () => {
    const message = (line: string) => findFaultOfLine(line)?.message;
    expect(message('{"a":1},{"a":2}')).toBe(
      'expected one JSON object on a line, got another after it: {"a":2}; write each on a line of its own',
    );
    expect(message('[1]')).toBe(
      'expected a JSON object, got a JSON array or a piece of one: [1]; write each element on a line of its own',
    );
    expect(message('{"a":1,"b')).toBe(
      'expected a JSON object on one line, got one that is cut off, ending in {"a":1,"b',
    );
    expect(message('a,b,c')).toBe(
      'expected a JSON object, got what looks like CSV: a,b,c; export as JSON Lines',
    );
    expect(message(utf16('{}'))).toBe(
      'expected UTF-8, got UTF-16; export as UTF-8, or convert the file with iconv',
    );
    expect(message('\ufeff{}')).toMatch(/begins with a byte order mark \(U\+FEFF\): remove it$/);
    for (const line of [
      `{"a":1}{"a":"${'😀'.repeat(100_000)}"}`,
      `[${'😀'.repeat(100_000)}`,
      `{"${'😀'.repeat(100_000)}`,
    ])
      expect(message(line)?.length).toBeLessThan(200);
  });
});

test.each([
  [Buffer.from('\ufeff{"é":1}', 'utf16le'), 'utf16'],
  [Buffer.from('\ufeff{"é":1}', 'utf16le').swap16(), 'utf16'],
  [Buffer.from('{"é":1,"bet_id":2}', 'utf16le'), 'utf16'],
  [Buffer.from('{"\u00e9":1}', 'latin1'), 'not_utf8'],
  [Buffer.from([0xff]), 'not_utf8'],
])('%o, which is no UTF-8, is %s', (bytes, code) => {
  expect(toEncodingFault(bytes).code).toBe(code);
});

test('every code has a sentence with its meaning and another with what to do', () => {
  for (const [code, { meaning, fix }] of Object.entries(faultCodes)) {
    expect([code, meaning, fix]).toEqual([
      expect.stringMatching(/^[a-z][a-z0-9_]*$/),
      expect.stringMatching(/^[A-Z].*\.$/),
      expect.stringMatching(/^[A-Z].*\.$/),
    ]);
  }
});
