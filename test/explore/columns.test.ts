import { expect, test } from 'vitest';
import { sliceColumns } from '../../explore/server/columns.ts';
import { sliceNames } from '../../glue/slices.ts';

test('every column to slice by has a title, the five main ones first', () => {
  expect(sliceColumns.map(({ name }) => name).sort()).toEqual([...sliceNames].sort());
  expect(sliceColumns.slice(0, 5).every(({ main }) => main)).toBe(true);
  expect(new Set(sliceColumns.map(({ title }) => title)).size).toBe(sliceNames.length);
});
