import { once } from 'node:events';
import Table from 'cli-table3';
import { type CsvOptions, toCsvHead, toCsvRows, toText } from '../../client/queries/csv.ts';
import { isNumber, type Result, type ResultColumn, toJson, type Value } from '../../client/queries/result.ts';
import { findOutputFault } from './output-fault.ts';
import { toPrintable } from './to-printable.ts';

export const formats = ['table', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];

/** As many rows as people read; programs get all, in another format. */
const tableRows = 40;

/**
 * Prints a result to stdout. A table shows the first rows and reports on stderr how many it left out; json, csv
 * and arrow give all of them, in constant memory.
 */
export async function printResult(
  result: Result,
  format: Format | 'arrow',
  csv: CsvOptions = {},
): Promise<void> {
  switch (format) {
    case 'table':
      return printTable(result);
    case 'json':
      return printJson(result);
    case 'csv':
      return printCsv(result, csv);
    case 'arrow':
      return printArrow(result);
  }
}

async function printTable({ columns, batches }: Result): Promise<void> {
  const rows: (readonly Value[])[] = [];
  let count = 0;
  for await (const batch of batches) {
    count += batch.length;
    if (rows.length < tableRows) rows.push(...batch.slice(0, tableRows - rows.length));
  }
  await print(`${toTable(columns, rows)}\n`);
  if (count > rows.length) {
    process.stderr.write(
      `${count - rows.length} more rows; see all of them with --format csv or --format json\n`,
    );
  } else if (count === 0) {
    process.stderr.write('no rows\n');
  }
}

/** Rows as a table with a line under its head, numbers to the right. */
export function toTable(columns: readonly ResultColumn[], rows: readonly (readonly Value[])[]): string {
  const table = new Table({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ type }) => (isNumber(type) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    chars: lineUnderHead,
  });
  for (const row of rows) table.push(row.map((value) => cut(toPrintable(toText(value)))));
  return table.toString().replace(/ +$/gm, '');
}

/** A cell of a table; whole values are in the other formats. */
function cut(text: string): string {
  return text.length > cellWidth ? `${text.slice(0, cellWidth - 1)}…` : text;
}

const cellWidth = 80;

const lineUnderHead = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '─', 'mid-mid': '─', right: '', 'right-mid': '', middle: ' ' },
};

async function printJson({ columns, batches }: Result): Promise<void> {
  const names = columns.map(({ name }) => JSON.stringify(name));
  let separator = '[\n';
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) {
      text += `${separator}{${row.map((value, index) => `${names[index]}: ${toJson(value)}`).join(', ')}}`;
      separator = ',\n';
    }
    await print(text);
  }
  await print(separator === '[\n' ? '[]\n' : '\n]\n');
}

async function printCsv({ columns, batches }: Result, options: CsvOptions): Promise<void> {
  await print(toCsvHead(columns, options));
  for await (const batch of batches) await print(toCsvRows(columns, batch, options));
}

async function printArrow(result: Result): Promise<void> {
  // Imported only when it is used: that takes longer than a small query.
  const { toArrowStream } = await import('./to-arrow.ts');
  for await (const bytes of toArrowStream(result)) await print(bytes);
}

/**
 * Prints to stdout, no faster than it is read.
 *
 * @throws the error of writing, such as a full disk or a closed pipe: there is no point in going on
 */
export async function print(text: string | Uint8Array): Promise<void> {
  const fault = findOutputFault();
  if (fault) throw fault;
  if (text.length > 0 && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
