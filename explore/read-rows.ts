import type { Result, ResultColumn, Value } from '../query/result.ts';
import { mostRows } from './contract.ts';

/** The rows of an answer as the page shows them, and how many there are in all. */
export interface RowsRead {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly count: number;
  readonly elapsedMs: number;
}

/**
 * Reads an answer to its end, in constant memory.
 *
 * @param keeps which of more than `most` rows are held
 */
export async function readRows(
  { columns, batches }: Result,
  keeps: 'first' | 'last',
  most = mostRows,
): Promise<Omit<RowsRead, 'elapsedMs'>> {
  let rows: (string | null)[][] = [];
  let count = 0;
  for await (const batch of batches) {
    count += batch.length;
    if (keeps === 'first' && rows.length >= most) continue;
    for (const row of batch) rows.push(row.map(toText));
    if (rows.length > most) rows = keeps === 'first' ? rows.slice(0, most) : rows.slice(-most);
  }
  return { columns, rows, count };
}

function toText(value: Value): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
