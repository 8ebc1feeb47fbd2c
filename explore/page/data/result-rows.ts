import type { Answer } from '../../contract.ts';

export type Row = readonly (string | null)[];

/** Where a column stands in an answer's rows. */
export function indexOf(answer: Answer, name: string): number {
  const index = answer.columns.findIndex((column) => column.name === name);
  if (index < 0) throw new Error(`the answer ${answer.name} has no column ${name}`);
  return index;
}

/** Reads cells of rows by their column's name. */
export function cellsOf(answer: Answer): (row: Row, name: string) => string | null {
  const indexes = new Map(answer.columns.map(({ name }, index) => [name, index]));
  return (row, name) => {
    const index = indexes.get(name);
    if (index === undefined) throw new Error(`the answer ${answer.name} has no column ${name}`);
    return row[index] ?? null;
  };
}

/** The different values of a column, in the order of the rows. */
export function valuesOf(answer: Answer, name: string): string[] {
  const index = indexOf(answer, name);
  return [...new Set(answer.rows.map((row) => row[index] ?? ''))];
}

/** The geometry of a chart alone goes through floating point. */
export function toLength(value: string | null): number {
  return value === null ? Number.NaN : Number(value);
}

/** Rows with fewer columns: those that say the same in every row that is shown. */
export function withoutColumns(answer: Answer, rows: readonly Row[], names: readonly string[]) {
  const kept = answer.columns.flatMap(({ name }, index) => (names.includes(name) ? [] : [index]));
  return {
    columns: answer.columns.filter(({ name }) => !names.includes(name)),
    rows: rows.map((row) => kept.map((index) => row[index] ?? null)),
  };
}

/** Rows of one period. */
export function rowsOfPeriod(answer: Answer, at: string | undefined): readonly Row[] {
  const index = indexOf(answer, 'period_start');
  return answer.rows.filter((row) => row[index] === at);
}
