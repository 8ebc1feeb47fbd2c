import { stringify } from 'csv-stringify/browser/esm/sync';
import { byteOrderMark, toSpreadsheetOptions } from '../../../client/queries/spreadsheet.ts';
import type { QueryResult } from '../../contract.ts';
import { isNumeric } from '../numbers/format-value.ts';

/**
 * The rows that a report holds as CSV, as the server's files have it: names of columns first, NULL empty.
 *
 * @param excel for a spreadsheet, as `--excel` of the command line
 */
export function toCsv({ columns, rows }: QueryResult, excel: boolean): string {
  const names = [columns.map(({ name }) => name)];
  if (!excel) return stringify([...names, ...rows]);
  const cells = stringify([...rows], toSpreadsheetOptions(columns.map(({ kind }) => isNumeric(kind))));
  return `${byteOrderMark}${stringify(names)}${cells}`;
}
