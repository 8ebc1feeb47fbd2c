import type { ValueKind } from '../../contract.ts';
import { compareDecimals, readDecimal } from './decimal.ts';
import { isNumeric } from './format-value.ts';

type Row = readonly (string | null)[];

/**
 * Rows in the order of one column, equal ones in their former order. Counts and amounts compare digit by digit, never as
 * floating-point numbers; missing values come last in both directions.
 */
export function sortRows(
  rows: readonly Row[],
  column: number,
  kind: ValueKind,
  descending: boolean,
): readonly Row[] {
  const compare = isNumeric(kind) ? compareNumbers : compareTexts;
  return rows
    .map((row) => ({ row, value: row[column] ?? null }))
    .sort((left, right) => {
      if (left.value === null || right.value === null) {
        return Number(left.value === null) - Number(right.value === null);
      }
      return compare(left.value, right.value) * (descending ? -1 : 1);
    })
    .map(({ row }) => row);
}

/** Means and ratios are doubles, perhaps with an exponent, and are read as doubles without loss. */
function compareNumbers(left: string, right: string): number {
  const [a, b] = [readDecimal(left), readDecimal(right)];
  return a && b ? compareDecimals(a, b) : Number(left) - Number(right);
}

function compareTexts(left: string, right: string): number {
  return collator.compare(left, right);
}

const collator = new Intl.Collator('en', { numeric: true });
