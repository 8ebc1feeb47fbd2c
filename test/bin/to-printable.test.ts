import { expect, test } from 'vitest';
import { toTable } from '../../bin/output/print-result.ts';
import { toPrintable, toPrintableMessage } from '../../bin/output/to-printable.ts';

const hostile = '\u001b]0;owned\u0007\u001b[2Ja\rb\u009b31m\u0000\u202egpj';

test('nothing that a terminal obeys is printed from a value', () => {
  const table = toTable([{ name: 'raw_line', type: 'VARCHAR' }], [[hostile], ['two\nlines']]);
  expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(table).toContain('\\u001b]0;owned\\u0007\\u001b[2Ja\\u000db\\u009b31m\\u0000\\u202egpj');
  expect(table).toContain('two\\u000alines');
});

test('values that differ do not look alike', () => {
  expect(toPrintable('P1 \ufeffP1 \u200bP1 \u2060P1')).toBe('P1 \\ufeffP1 \\u200bP1 \\u2060P1');
});

test('other text is left as it is, and a message keeps its lines', () => {
  const text = 'Jäger’s "Spins" \\ 👩‍👩‍👧 عربى';
  expect(toPrintable(text)).toBe(text);
  expect(toPrintableMessage(`a\n\tb${hostile}`)).toBe(`a\n\tb${toPrintable(hostile)}`);
});
