import { expect } from 'vitest';
import { type Result, toResult, type Value } from '../../client/queries/result.ts';

export interface Comparison {
  /** Whether the rows have an order that both must keep. */
  readonly ordered: boolean;
}

/**
 * Expects two results to be the same: columns, their types, and every value to the last digit.
 *
 * @param what names it where they differ
 * @returns how many rows there are
 */
export async function expectSameResult(
  what: string,
  actual: Result,
  expected: Result,
  { ordered }: Comparison,
): Promise<number> {
  expect({ what, columns: actual.columns }).toEqual({ what, columns: expected.columns });
  const [got, wanted] = [await readTexts(actual), await readTexts(expected)];
  if (!ordered) for (const rows of [got, wanted]) rows.sort();
  const differs = wanted.findIndex((row, at) => row !== got[at]);
  const from = differs < 0 ? Math.min(got.length, wanted.length) : differs;
  const around = (rows: readonly string[]) => ({
    what,
    count: rows.length,
    from,
    rows: rows.slice(from, from + 3),
  });
  expect(around(got)).toEqual(around(wanted));
  return wanted.length;
}

async function readTexts({ batches }: Result): Promise<string[]> {
  const texts: string[] = [];
  for await (const rows of batches) for (const row of rows) texts.push(JSON.stringify(row.map(toPlain)));
  return texts;
}

/** Within lists and records a whole number is a bigint to one reader and a number to the other. */
function toPlain(value: Value): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return `number ${value}`;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => [name, toPlain(entry)]);
}

/** A result read to its end, so that its engine can run the next query. */
export async function readWhole({ columns, batches }: Result): Promise<Result> {
  const all: (readonly Value[])[] = [];
  for await (const rows of batches) all.push(...rows);
  return toResult(columns, all);
}
