import { stringify } from 'csv-stringify/sync';
import { isNumber, type ResultColumn, toJson, type Value } from './result.ts';
import { byteOrderMark, toSpreadsheetOptions } from './spreadsheet.ts';

export interface CsvOptions {
  /** For a spreadsheet: a byte order mark first, and no text that would be taken for a formula. @default false */
  readonly excel?: boolean | undefined;
}

/** The line of names that CSV begins with. */
export function toCsvHead(columns: readonly ResultColumn[], { excel }: CsvOptions = {}): string {
  const names = [columns.map(({ name }) => name)];
  return excel ? `${byteOrderMark}${stringify(names, toSpreadsheetOptions([]))}` : stringify(names);
}

/** Rows as lines of CSV: NULL is an empty cell; lists, maps and records are JSON. */
export function toCsvRows(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Value[])[],
  { excel }: CsvOptions = {},
): string {
  const cells = rows.map((row) => row.map(toText));
  return stringify(cells, excel ? toSpreadsheetOptions(columns.map(({ type }) => isNumber(type))) : {});
}

/** A value as text in all its digits. */
export function toText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? toJson(value) : String(value);
}
