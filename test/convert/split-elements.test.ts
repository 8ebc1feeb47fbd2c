import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElementSplitter } from '../../lambdas/convert/split-elements.ts';
import { LoadFault } from '../../lambdas/core/errors.ts';

interface Element {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  readonly state: string;
  readonly length: number;
}

/** The elements of an array that comes in chunks, and why it is refused. */
function split(bytes: Buffer, chunks: (at: number) => number, maxLineBytes = 1024 ** 2) {
  const elements: Element[] = [];
  const splitter = new ElementSplitter(
    ({ bytes: held, start, end, number, offset, state, length }) =>
      elements.push({ text: held.toString('utf8', start, end), number, offset, state, length }),
    maxLineBytes,
  );
  try {
    for (let at = 0; at < bytes.length; ) {
      const end = at + Math.max(1, chunks(at));
      splitter.push(bytes.subarray(at, end));
      at = end;
    }
    splitter.end();
    return { elements, fault: undefined };
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    return { elements, fault: error };
  }
}

const space = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\n  ');
const value = fc.json({ maxDepth: 3, noUnicodeString: false });
const array = fc
  .tuple(fc.array(fc.tuple(space, value, space)), fc.constantFrom('', ' ', '\n', '\ufeff'), space)
  .map(([values, before, after]) => {
    const inside = values.map(([left, text, right]) => `${left}${text}${right}`).join(',');
    return `${before}[${inside}]${after}`;
  });
const indented = fc
  .array(fc.jsonValue({ maxDepth: 3 }))
  .map((values) => JSON.stringify(values, null, 2).replaceAll('\n', '\r\n'));

describe('a JSON array', () => {
  test('is split into what JSON.parse finds, numbered, with where each begins, however it is cut', () => {
    fc.assert(
      fc.property(fc.oneof(array, indented), fc.nat(9), (text, step) => {
        const bytes = Buffer.from(text);
        const expected: unknown[] = JSON.parse(text.replace(/^\ufeff/, ''));
        const cuts = [() => bytes.length, () => 1, (at: number) => 1 + ((at * 7 + step) % 11)];
        const readings = cuts.map((cut) => split(bytes, cut));
        for (const { elements, fault } of readings) {
          expect(fault).toBeUndefined();
          expect(elements.map((element) => JSON.parse(element.text))).toEqual(expected);
          for (const [index, element] of elements.entries()) {
            const { number, offset, length, state } = element;
            expect({ number, state }).toEqual({ number: index + 1, state: 'text' });
            expect(element.text).not.toContain('\n');
            const raw = bytes.toString('utf8', offset, offset + length);
            expect(element.text).toBe(raw.replaceAll(/[\r\n]/g, ' '));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is split the same when it is cut in two at any of its bytes', () => {
    const text =
      ' [ {"a": "x\\\\", "b": ["]", "\\"}{,"]}\r\n, {"é": {"c": [1, 2]}} ,3,\n"s,]" , null,[{}]]\n';
    const bytes = Buffer.from(text);
    const whole = split(bytes, () => bytes.length);
    expect(whole.elements.map((element) => JSON.parse(element.text))).toEqual(JSON.parse(text));
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(split(bytes, (at) => (at === 0 ? cut : bytes.length))).toEqual(whole);
    }
  });

  test('that ends anywhere before its last bracket is refused as cut off', () => {
    const bytes = Buffer.from('[{"a": "b\\"]"}, {"a": [1, 2]}, 5]');
    for (let end = 1; end < bytes.length; end++) {
      const { fault } = split(bytes.subarray(0, end), () => 3);
      expect([end, fault?.code, fault?.message]).toEqual([
        end,
        'broken_array',
        expect.stringContaining('is cut off'),
      ]);
    }
  });

  test.each([
    ['[{"a": 1} {"a": 2}]', 'lacks a comma after element 1, at byte 10'],
    ['[{"a": 1}{"a": 2}]', 'lacks a comma after element 1, at byte 9'],
    ['[1\n2]', 'lacks a comma after element 1, at byte 3'],
    ['[{"a": 1},, {"a": 2}]', 'holds a comma with no element beside it, at byte 10'],
    ['[,{"a": 1}]', 'holds a comma with no element beside it, at byte 1'],
    ['[{"a": 1}, ]', 'holds a comma with no element beside it, at byte 11'],
    ['[{"a": 1}]]', 'holds something else after its end, at byte 10'],
    ['[{"a": 1}]\n[{"a": 2}]', 'holds something else after its end, at byte 11'],
    ['[{"a": 1}}]', 'lacks a comma after element 1, at byte 9'],
    ['[1}]', 'holds a closing brace too many, at byte 2'],
    ['[{"a": "b\n"}]', 'holds a text with a line end in it, or without its end, in element 1, at byte 9'],
  ])('whose elements cannot be separated is refused with the place: %j', (text, message) => {
    for (const size of [1, 2, 100]) {
      const { fault } = split(Buffer.from(text), () => size);
      expect(fault?.code).toBe('broken_array');
      expect(fault?.message).toContain(message);
    }
  });

  test('hands on an element that is no JSON within its brackets, for the reader of lines to refuse', () => {
    const texts = ['{"a": NaN}', '{"a" 1}', `{'a': "}"}`, 'undefined', '"a""b"', '[}'];
    for (const text of texts) {
      const { elements, fault } = split(Buffer.from(`[{"a": 1},${text},{"a": 2}]`), () => 4);
      expect(fault).toBeUndefined();
      expect(elements.map((element) => element.text)).toEqual(['{"a": 1}', text, '{"a": 2}']);
    }
  });

  test('with brackets that do not match takes nothing of what they hold for an element', () => {
    const { elements } = split(Buffer.from('[{"a": [1}, {"a": 1}, {"a": 2]}, {"a": 3}]'), () => 5);
    expect(elements.map((element) => element.text)).toEqual(['{"a": [1}, {"a": 1}, {"a": 2]}', '{"a": 3}']);
  });

  test('has elements of at most the bytes that a line may have, and holds no more of a longer one', () => {
    const max = 100_000;
    for (const [padding, state] of [
      [max - 9, 'text'],
      [max - 8, 'too_long'],
      [max * 9, 'too_long'],
    ] as const) {
      const long = `{"a": "${'x'.repeat(padding)}"}`;
      const bytes = Buffer.from(`[{"b": 1}, ${long}, {"b": 2}]`);
      for (const size of [7, 65_536, bytes.length]) {
        const { elements, fault } = split(bytes, () => size, max);
        expect(fault).toBeUndefined();
        const [first, second, third] = elements;
        expect([first?.text, third?.text, third?.offset]).toEqual([
          '{"b": 1}',
          '{"b": 2}',
          bytes.lastIndexOf('{"b"'),
        ]);
        expect(second).toMatchObject({ number: 2, offset: 11, length: long.length, state });
        expect(long.startsWith(second?.text ?? '-')).toBe(true);
        expect(second?.text.length).toBeGreaterThanOrEqual(Math.min(long.length, 65_536));
      }
    }
  });

  test('marks the elements that are not UTF-8', () => {
    const bytes = Buffer.from('[{"a": "é"}, {"a": "@"}, {"a": "é"}]');
    bytes[bytes.indexOf('@')] = 0xff;
    for (const size of [1, 100]) {
      const { elements } = split(bytes, () => size);
      expect(elements.map(({ state }) => state)).toEqual(['text', 'not_utf8', 'text']);
    }
  });
});
