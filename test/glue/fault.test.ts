import { expect, test } from 'vitest';
import { faultCodes, showValue } from '../../glue/fault.ts';

test.each([
  ['', ''],
  ['x'.repeat(60), 'x'.repeat(60)],
  ['x'.repeat(61), `${'x'.repeat(57)}...`],
  ['\ud83d', '\ufffd'],
  [`${'x'.repeat(56)}😀${'x'.repeat(60)}`, `${'x'.repeat(56)}\ufffd...`],
])('a message shows %j as %j: short, and whole characters alone', (raw, shown) => {
  expect(showValue(raw)).toBe(shown);
});

test.each(Object.entries(faultCodes))('what to do about %s is one line', (_, { fix }) => {
  expect(fix).toMatch(/^[A-Z][^\n]*[^.]\.$/);
  expect(fix.length).toBeLessThan(140);
});
