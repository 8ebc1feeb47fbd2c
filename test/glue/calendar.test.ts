import { describe, expect, test } from 'vitest';
import {
  isDate,
  type Period,
  toPeriodEnd,
  toPeriodStart,
  toPreviousStart,
  toPreviousStartSql,
} from '../../glue/calendar.ts';

test.each<[Period, string, string, string, string]>([
  ['day', '2021-01-01', '2021-01-01', '2021-01-01', '2020-12-31'],
  ['day', '2024-03-01', '2024-03-01', '2024-03-01', '2024-02-29'],
  ['week', '2021-01-03', '2020-12-28', '2021-01-03', '2020-12-21'],
  ['week', '2021-01-04', '2021-01-04', '2021-01-10', '2020-12-28'],
  ['week', '2021-01-09', '2021-01-04', '2021-01-10', '2020-12-28'],
  ['month', '2024-02-15', '2024-02-01', '2024-02-29', '2024-01-01'],
  ['month', '2021-01-31', '2021-01-01', '2021-01-31', '2020-12-01'],
  ['month', '2021-12-01', '2021-12-01', '2021-12-31', '2021-11-01'],
  ['year', '2021-07-04', '2021-01-01', '2021-12-31', '2020-01-01'],
])('the %s of %s begins on %s and ends on %s, the one before begins on %s', (by, day, start, end, before) => {
  expect(toPeriodStart(by, day)).toBe(start);
  expect(toPeriodEnd(by, start)).toBe(end);
  expect(toPreviousStart(by, start)).toBe(before);
});

describe('the same in SQL', () => {
  test.each<[Period, string]>([
    ['day', "cast(start - interval '1' day as date)"],
    ['week', "cast(start - interval '7' day as date)"],
    ['month', "cast(start - interval '1' month as date)"],
    ['year', "cast(start - interval '1' year as date)"],
  ])('by %s', (by, sql) => {
    expect(toPreviousStartSql(by, 'start')).toBe(sql);
  });
});

test.each(['2021-1-01', '21-01-01', '2021-01-01 ', '2021/01/01', '2021-01-01T00:00:00Z', ''])(
  'the text "%s" is no date',
  (text) => expect(isDate(text)).toBe(false),
);
