import { expect, it } from 'vitest';
import { formatAmount, formatCents, multiply } from '../../sample/amounts.ts';

it.each([
  [0, 2, '0.00'],
  [5, 2, '0.05'],
  [-150, 2, '-1.50'],
  [375, 5, '0.00375'],
  [1_333_333, 6, '1.333333'],
  [15, 1, '1.5'],
])('writes %i units of scale %i as %s', (units, scale, text) => {
  expect(formatAmount(units, scale)).toBe(text);
  if (scale === 2) expect(formatCents(units)).toBe(text);
});

it('rounds a share of an amount down', () => {
  expect(multiply(25, 1_333_333, 6)).toBe(33);
});
