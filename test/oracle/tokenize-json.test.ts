import { describe, expect, test } from 'vitest';
import { JsonRefusal, tokenizeObject } from './tokenize-json.ts';

function refusalOf(text: string): string {
  try {
    tokenizeObject(text);
  } catch (error) {
    if (error instanceof JsonRefusal) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('tokenizeObject', () => {
  test('keeps numbers as written, decodes texts and keeps repeated names', () => {
    expect(tokenizeObject('\t{"a" : 9007199254740993 ,"b":"\\u0041\\n\\uD83D\\uDE00","a":null}\r')).toEqual([
      { name: 'a', token: { kind: 'number', text: '9007199254740993' } },
      { name: 'b', token: { kind: 'text', text: 'A\n😀' } },
      { name: 'a', token: { kind: 'null', text: '' } },
    ]);
  });

  test.each([
    '{}',
    '{"a":1e400}',
    '{"a":-0.5E+1,"b":[1,{"c":[]}],"c":true}',
    '{"":"\u2028\u007f"}',
    ' {"a":{}} ',
  ])('accepts %s', (text) => {
    expect(refusalOf(text)).toBe('accepted');
  });

  test.each([
    '',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":1e}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":1_000}',
    '{"a":0x1F}',
    "{'a':1}",
    '{a:1}',
    '{"a":"\t"}',
    '{"a":"\\x41"}',
    '{"a":"\\u12g4"}',
    '{"a":"b}',
    '{"a":[1,]}',
    '{"a":nul}',
    '{} {}',
    '{}x',
    '\uFEFF{}',
    '\u00a0{}',
    '{"a":1}\u0000',
  ])('refuses %j as not JSON', (text) => {
    expect(refusalOf(text)).toBe('not_json');
  });

  test.each(['[]', '[{}]', '1', '"a"', 'null'])('refuses %s as not an object', (text) => {
    expect(refusalOf(text)).toBe('not_an_object');
  });

  test('counts the outermost object as the first of 64 levels', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(refusalOf(nested(64))).toBe('accepted');
    expect(refusalOf(nested(65))).toBe('nested_too_deep');
    expect(refusalOf(nested(100_000))).toBe('nested_too_deep');
  });

  test('agrees with the parser of the platform on mutated lines', () => {
    const line = '{"a": [1, -2.5e3, "x\\u00e9\\\\"], "b": {"c": null, "d": [true, false]}, "e": ""}';
    const pieces = [
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      ' ',
      '\n',
      'u',
      '\u0001',
      '',
    ];
    let state = 12345;
    const pick = (count: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * count);
    };
    let acceptedCount = 0;
    for (let round = 0; round < 20_000; round += 1) {
      let text = line;
      for (let edits = pick(3); edits >= 0; edits -= 1) {
        const at = pick(text.length);
        text = text.slice(0, at) + (pieces[pick(pieces.length)] ?? '') + text.slice(at + pick(2));
      }
      const accepted = refusalOf(text) === 'accepted';
      expect([text, accepted]).toEqual([text, isJsonObject(text)]);
      if (accepted) acceptedCount += 1;
    }
    expect(acceptedCount).toBeGreaterThan(500);
  });
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
