import { expect, it } from 'vitest';
import { formatDate, formatInstant, toDay, toSecondOfDay } from '../../sample/calendar.ts';

it('counts days from 1970 and refuses dates that do not exist', () => {
  expect(toDay('1970-01-02')).toBe(1);
  expect(toDay('2024-02-29')).toBe(19_782);
  for (const none of ['2023-02-29', '2023-13-01', '2023-1-1', '']) expect(toDay(none)).toBeUndefined();
});

it('writes every day from 2000 to 2100 as it is', () => {
  for (let day = 10_957; day < 47_847; day++) {
    expect(formatDate(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
  }
});

it('writes the last second of a day and the first of the next', () => {
  expect(formatInstant(1_633_391_999)).toBe('2021-10-04 23:59:59');
  expect(formatInstant(1_633_392_000)).toBe('2021-10-05 00:00:00');
});

it('spreads lines over the day in rising order, within it', () => {
  const seconds = Array.from({ length: 1000 }, (_, position) => toSecondOfDay(position, 1000));
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  expect(seconds[0]).toBe(0);
  expect(seconds.at(-1)).toBeGreaterThan(86_000);
  expect(seconds.at(-1)).toBeLessThan(86_400);
});
