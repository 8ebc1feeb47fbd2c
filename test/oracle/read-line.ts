import { isUtf8 } from 'node:buffer';
import { DATASET_COLUMNS, type Dataset, findTimeColumn } from './columns.ts';
import type { Value } from './compare-values.ts';
import { readValue, type ValueFault } from './read-value.ts';
import { createRowTemplate } from './row-template.ts';
import { JsonRefusal, type Member, type Token, tokenizeObject } from './tokenize-json.ts';

export interface LineFault {
  /** The column, the repeated name, or null for the line as a whole. */
  readonly column: string | null;
  readonly reason:
    | ValueFault
    | JsonRefusal['reason']
    | 'too_long'
    | 'not_utf8'
    | 'duplicate_key'
    | 'date_out_of_range';
}

export interface DateRange {
  readonly first: string;
  readonly last: string;
}

/** A line of an object: blank, or its columns with every fault found in it (none: the line is accepted). */
export type LineReading =
  | { readonly blank: true }
  | {
      readonly blank: false;
      readonly values: Record<string, Value>;
      readonly faults: readonly LineFault[];
      readonly unknownFields: readonly string[];
    };

/** 1 MiB, the line's end not counted. */
const MAX_LINE_BYTES = 1024 * 1024;

const COLUMN_NAMES = Object.fromEntries(
  Object.entries(DATASET_COLUMNS).map(([name, columns]) => [name, new Set(columns.map((each) => each.name))]),
) as unknown as Readonly<Record<Dataset, ReadonlySet<string>>>;

/** Reads a line without its LF; a CR before it may still be there. */
export function readLine(dataset: Dataset, bytes: Buffer, range: DateRange): LineReading {
  const length = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
  if (length > MAX_LINE_BYTES) return refuse('too_long');
  if (isBlank(bytes)) return { blank: true };
  if (!isUtf8(bytes)) return refuse('not_utf8');
  try {
    return readMembers(dataset, tokenizeObject(bytes.toString('utf8')), range);
  } catch (error) {
    if (error instanceof JsonRefusal) return refuse(error.reason);
    throw error;
  }
}

const TEMPLATES = Object.fromEntries(
  Object.entries(COLUMN_NAMES).map(([name, columns]) => [name, createRowTemplate([...columns])]),
) as Readonly<Record<Dataset, Record<string, null>>>;

function refuse(reason: LineFault['reason']): LineReading {
  return { blank: false, values: {}, faults: [{ column: null, reason }], unknownFields: [] };
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}

function readMembers(dataset: Dataset, members: readonly Member[], range: DateRange): LineReading {
  const faults: LineFault[] = [];
  const tokens = new Map<string, Token>();
  const repeated = new Set<string>();
  for (const { name, token } of members) {
    if (tokens.has(name)) repeated.add(name);
    else tokens.set(name, token);
  }
  for (const column of repeated) faults.push({ column, reason: 'duplicate_key' });

  const values: Record<string, Value> = { ...TEMPLATES[dataset] };
  for (const column of DATASET_COLUMNS[dataset]) {
    const reading = readValue(column, tokens.get(column.name));
    if ('fault' in reading) faults.push({ column: column.name, reason: reading.fault });
    else values[column.name] = reading.value;
  }
  const timeColumn = findTimeColumn(dataset);
  const time = timeColumn && values[timeColumn];
  if (timeColumn && typeof time === 'string') {
    const date = time.slice(0, 10);
    if (date < range.first || date > range.last) {
      faults.push({ column: timeColumn, reason: 'date_out_of_range' });
    }
  }
  const known = COLUMN_NAMES[dataset];
  const unknownFields = [...tokens.keys()].filter((name) => !known.has(name));
  return { blank: false, values, faults, unknownFields };
}
