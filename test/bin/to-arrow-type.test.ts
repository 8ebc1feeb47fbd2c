import { expect, test } from 'vitest';
import { toArrowType } from '../../bin/output/to-arrow.ts';
import { date, decimal, instant, nested, text, whole, year } from '../../glue/schema.ts';

test.each([
  [whole, 'Int64'],
  [year, 'Int32'],
  [decimal(18, 6), 'Decimal[18e+6]'],
  [instant, 'Timestamp<MILLISECOND>'],
  [date, 'Date32<DAY>'],
  [text, 'Utf8'],
  [nested({ duckdb: '', hive: '', trino: '' }), 'Utf8'],
])('a column of %o is %s in Arrow', (type, name) => {
  expect(String(toArrowType(type))).toBe(name);
});

test('a decimal keeps its precision and scale in 128 bits', () => {
  expect(toArrowType(decimal(38, 2))).toMatchObject({ precision: 38, scale: 2, bitWidth: 128 });
});
