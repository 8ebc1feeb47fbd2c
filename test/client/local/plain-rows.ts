import { type DuckDBConnection, DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';
import { expect } from 'vitest';

/** Whole numbers as bigint, decimals as text with their full scale, dates and times as text. */
export type PlainValue = bigint | string | null;
export type PlainRow = Record<string, PlainValue>;

/** The rows of a query, as values that can be compared with those of another reader. */
export async function readRows(connection: DuckDBConnection, sql: string): Promise<PlainRow[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.columnNames();
  return reader
    .getRows()
    .map((values) => Object.fromEntries(names.map((name, at) => [name, toPlain(values[at] ?? null)])));
}

function toPlain(value: DuckDBValue): PlainValue {
  if (value === null || typeof value === 'bigint' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`a floating-point number came out: ${value}`);
    return BigInt(value);
  }
  if (value instanceof DuckDBDecimalValue) return toDecimalText(value);
  // Milliseconds with all three digits, of which the engine's text leaves out zeros at the end.
  return String(value).replace(/(:\d\d\.)(\d{1,2})$/, (_, before, digits) => before + digits.padEnd(3, '0'));
}

function toDecimalText({ value, scale }: DuckDBDecimalValue): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const at = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
  return value < 0n ? `-${text}` : text;
}

/** One text a row: equal exactly where names, values and their types are, in their order. */
export function toRowText(row: PlainRow): string {
  return JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** Expects two lists of rows to be the same except for their order; names the first rows that only one has. */
export function expectSameRows(
  name: string,
  actual: readonly PlainRow[],
  expected: readonly PlainRow[],
): void {
  const got = actual.map(toRowText).sort();
  const wanted = expected.map(toRowText).sort();
  if (got.length === wanted.length && got.every((row, at) => row === wanted[at])) return;
  const surplus = minus(got, wanted);
  const missing = minus(wanted, got);
  expect({ name, surplus, missing }).toEqual({ name, surplus: [], missing: [] });
}

/** The first of the rows of one list that the other has fewer of. */
function minus(rows: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1);
  const left = rows.filter((row) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count - 1);
    return count <= 0;
  });
  return left.slice(0, 3);
}
