import { write } from './host';

/** Adds a row. */
export function addRow(date: i32, lineNumber: i64): void {
  write(date, 0, <i32>lineNumber);
}
