import type { QueryResult } from '../../contract.ts';

export type Row = readonly (string | null)[];

/** The index of a column in a result's rows. */
export function indexOf(result: QueryResult, name: string): number {
  const index = result.columns.findIndex((column) => column.name === name);
  if (index < 0) throw new Error(`the result ${result.name} has no column ${name}`);
  return index;
}

/** Reads cells of rows by their column's name. */
export function cellsOf(result: QueryResult): (row: Row, name: string) => string | null {
  const indexes = new Map(result.columns.map(({ name }, index) => [name, index]));
  return (row, name) => {
    const index = indexes.get(name);
    if (index === undefined) throw new Error(`the result ${result.name} has no column ${name}`);
    return row[index] ?? null;
  };
}

/** The different values of a column, in the order of the rows. */
export function valuesOf(result: QueryResult, name: string): string[] {
  const index = indexOf(result, name);
  return [...new Set(result.rows.map((row) => row[index] ?? ''))];
}

/** The geometry of a chart alone goes through floating point. */
export function toLength(value: string | null): number {
  return value === null ? Number.NaN : Number(value);
}

/** Rows without some columns, such as those of one value in every row shown. */
export function withoutColumns(result: QueryResult, rows: readonly Row[], names: readonly string[]) {
  const kept = result.columns.flatMap(({ name }, index) => (names.includes(name) ? [] : [index]));
  return {
    columns: result.columns.filter(({ name }) => !names.includes(name)),
    rows: rows.map((row) => kept.map((index) => row[index] ?? null)),
  };
}

/** Rows of one period. */
export function rowsOfPeriod(result: QueryResult, at: string | undefined): readonly Row[] {
  const index = indexOf(result, 'period_start');
  return result.rows.filter((row) => row[index] === at);
}
