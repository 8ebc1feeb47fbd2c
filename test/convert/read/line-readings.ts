import { isUtf8 } from 'node:buffer';
import type { Dataset } from '../../../glue/schema.ts';
import type { LineReading } from '../../../lambdas/convert/read/line-reader.ts';
import { toScaledText } from '../../client/local/decimal-text.ts';
import { DATASET_COLUMNS } from '../../oracle/columns.ts';
import type { Value } from '../../oracle/compare-values.ts';
import { formatDecimal } from '../../oracle/decimal.ts';
import { type LineFault, readLine } from '../../oracle/read-line.ts';

export const dates = { first: '2015-01-01', last: '2022-02-01' };

/** A line as either reader sees it, in terms that both have. */
export interface PlainReading {
  /** Canonical values; null where the line is refused. */
  readonly values: readonly (string | null)[] | null;
  /** Columns at fault, `-` for the line as a whole, `=` for a key that comes twice; of those no other fault. */
  readonly faults: readonly string[];
  readonly unknown: readonly string[];
}

/** Whether a line comes before the readers at all. */
export function isReadable(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

export function toPlainReading(dataset: Dataset, reading: LineReading): PlainReading {
  if (reading.ok) {
    return { values: toCanonical(dataset, reading.values), faults: [], unknown: [...reading.unknown].sort() };
  }
  const twice = new Set(
    reading.faults.filter(({ code }) => code === 'duplicate_key').map(({ column }) => column),
  );
  const others = reading.faults.filter(({ column }) => column !== null && !twice.has(column));
  const ofLine = reading.faults.some(({ column, code }) => column === null && code !== 'duplicate_key');
  const repeated = [...twice].map((column) => `= ${column ?? ''}`);
  return toRefusal([...(ofLine ? ['-'] : []), ...repeated, ...others.map(({ column }) => column ?? '')]);
}

export function readIndependently(dataset: Dataset, bytes: Buffer): PlainReading {
  const reading = readLine(dataset.name, bytes, dates);
  if (reading.blank) throw new Error('expected a line that is not blank');
  if (reading.faults.length === 0) {
    const values = DATASET_COLUMNS[dataset.name].map(({ name }) => reading.values[name] ?? null);
    return {
      values: values.map((value, at) => show(dataset, value, at)),
      faults: [],
      unknown: reading.unknownFields.toSorted(),
    };
  }
  return toRefusal(toPlainFaults(dataset, reading.faults));
}

/** What the independent reader found at fault, in the terms that both readers have. */
export function toPlainFaults(dataset: Dataset, faults: readonly LineFault[]): string[] {
  const known = new Set(dataset.columns.map(({ name }) => name));
  const twice = new Set(
    faults.filter(({ reason }) => reason === 'duplicate_key').map(({ column }) => column),
  );
  const repeated = [...twice].map((name) => `= ${name !== null && known.has(name) ? name : ''}`);
  const others = faults.filter(({ column }) => !twice.has(column)).map(({ column }) => column ?? '-');
  return [...new Set([...repeated, ...others])].sort();
}

function toRefusal(faults: readonly string[]): PlainReading {
  return { values: null, faults: [...new Set(faults)].sort(), unknown: [] };
}

/** Texts of decimals with their full scale, `-0` as 0. */
export function toCanonical(dataset: Dataset, values: readonly (string | null)[]): (string | null)[] {
  return dataset.columns.map(({ type }, at) => {
    const value = values[at] ?? null;
    return value !== null && type.kind === 'decimal' ? toScaledText(value, type.scale) : value;
  });
}

function show(dataset: Dataset, value: Value, at: number): string | null {
  const type = dataset.columns[at]?.type;
  if (typeof value !== 'bigint') return value;
  return type?.kind === 'decimal' ? formatDecimal(value, type.scale) : value.toString();
}
