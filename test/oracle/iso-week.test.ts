import { expect, test } from 'vitest';
import { isRealDate, toDate, toDayNumber } from './calendar.ts';
import { toIsoWeekStart } from './iso-week.ts';
import { toPeriodStart } from './period-start.ts';

test.each([
  ['2020-12-31', '2020-12-28'],
  ['2021-01-01', '2020-12-28'],
  ['2024-12-30', '2024-12-30'],
  ['2021-10-04', '2021-10-04'],
  ['2021-10-10', '2021-10-04'],
  ['1970-01-01', '1969-12-29'],
])('the ISO week of %s starts on %s', (date, monday) => {
  expect(toIsoWeekStart(date)).toBe(monday);
});

test('day numbers come back to their dates from year 1 to 9999', () => {
  expect(toDayNumber('1970-01-01')).toBe(0);
  expect(toDayNumber('2000-03-01')).toBe(11017);
  for (const date of ['0001-01-01', '1899-12-31', '1969-12-31', '2000-02-29', '2023-12-31', '9999-12-31']) {
    expect(toDate(toDayNumber(date))).toBe(date);
  }
});

test('a date is real where the calendar has it', () => {
  expect(['2024-02-29', '2000-02-29', '9999-12-31'].every(isRealDate)).toBe(true);
  expect(
    ['2023-02-29', '1900-02-29', '2021-04-31', '2021-13-01', '2021-00-10', '0000-01-01'].some(isRealDate),
  ).toBe(false);
});

test('months and years start on their first day', () => {
  expect(toPeriodStart('monthly', '2021-10-31')).toBe('2021-10-01');
  expect(toPeriodStart('yearly', '2021-10-31')).toBe('2021-01-01');
});
