import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PageState,
  periodNames,
  questionNames,
  readState,
  StateError,
  toSearch,
} from '../../explore/page-state.ts';
import { sliceColumns } from '../../explore/server/columns.ts';
import { metricNames, periods } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';

const lake = { columns: sliceColumns };

const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const text = fc.string({ maxLength: 20, unit: 'grapheme' }).filter((value) => !value.includes('\0'));

const anyState: fc.Arbitrary<PageState> = fc
  .record(
    {
      by: fc.constantFrom(...periodNames),
      days: fc.tuple(day, day).map((days) => days.sort()),
      where: fc.uniqueArray(fc.record({ column: fc.constantFrom(...sliceNames), value: text }), {
        selector: ({ column, value }) => `${column}:${value}`,
        maxLength: 6,
      }),
      question: fc.constantFrom(...questionNames),
    },
    { requiredKeys: ['by', 'where'] },
  )
  .map(({ days, ...rest }) => ({ ...rest, ...(days && { from: days[0], to: days[1] }) }) as PageState);

const inOrder = (state: PageState) => ({
  ...state,
  where: [...state.where].sort((a, b) => (`${a.column}:${a.value}` < `${b.column}:${b.value}` ? -1 : 1)),
});

describe('a state in an address', () => {
  test('comes back as it was, its filters in one order', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(readState(toSearch(state), lake)).toEqual(inOrder(state));
        expect(toSearch(readState(toSearch(state), lake))).toBe(toSearch(state));
      }),
      { numRuns: 300 },
    );
  });

  test('is every bet by week where it is empty', () => {
    expect(readState('', lake)).toEqual({ by: 'week', where: [] });
  });

  test('takes a value with a colon, and an empty one for NULL', () => {
    expect(readState('?where=country_code:a:b&where=brand_id:', lake).where).toEqual([
      { column: 'brand_id', value: '' },
      { column: 'country_code', value: 'a:b' },
    ]);
  });

  test.each([
    ['by=decade', 'by: expected one of day, week, month, year, got "decade"'],
    ['from=2021-02-30', 'from: expected a date YYYY-MM-DD, got "2021-02-30"'],
    ['to=yesterday', 'to: expected a date YYYY-MM-DD, got "yesterday"'],
    ['from=2021-02-02&to=2021-02-01', 'from 2021-02-02 is after to 2021-02-01'],
    [
      'where=nope:1',
      `there is no column "nope" to slice by; there are ${sliceColumns.map(({ name }) => name).join(', ')}`,
    ],
    ['where=country_code', 'where: expected COLUMN:VALUE, got "country_code"'],
    ['where=country_code:%00', 'country_code: a value cannot contain U+0000'],
    [`where=country_code:${'x'.repeat(501)}`, 'expected a value of at most 500 characters'],
    [
      Array.from({ length: 201 }, (_, at) => `where=country_code:${at}`).join('&'),
      'expected at most 200 values to keep, got 201',
    ],
    ['sql=select+1', 'there is no parameter "sql"'],
    ['by=day&by=week', 'by is given twice'],
    ['question=profit', 'question: expected one of bets-per-player'],
  ])('is refused with a message: %s', (search, message) => {
    expect(() => readState(search, lake)).toThrow(StateError);
    expect(() => readState(search, lake)).toThrow(message);
  });
});

test('the page has the periods and the questions that metrics have', () => {
  expect(periodNames).toEqual(Object.keys(periods));
  expect(questionNames).toEqual(metricNames);
});
