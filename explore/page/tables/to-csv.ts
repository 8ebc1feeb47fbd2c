import type { Answer } from '../../contract.ts';

/** The rows that a report holds as CSV, as the server's files have it: names of columns first, NULL empty. */
export function toCsv({ columns, rows }: Answer): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map((value) => value ?? ''))];
  return lines.map((line) => `${line.map(quote).join(',')}\n`).join('');
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
