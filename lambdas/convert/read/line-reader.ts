import { type Fault, showValue } from '../../../glue/fault.ts';
import type { Dataset, SourceColumn } from '../../../glue/schema.ts';
import { toMemberName, visitJsonMembers } from './json-members.ts';
import { findFaultOfLine } from './line-faults.ts';
import { readValue } from './value-reader.ts';

/** The range of dates that a row may have, both ends included: the catalog shows no others. */
export interface DateRange {
  readonly first: string;
  readonly last: string;
}

/** The result of reading a line. */
export type LineReading =
  | {
      readonly ok: true;
      /** The canonical text of every column's value, in declared order; null for NULL. */
      readonly values: readonly (string | null)[];
      /** The names of the line's undeclared members. */
      readonly unknown: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export type LineReader = (line: string) => LineReading;

/**
 * The strict reader of a data set: the one definition of a good line. It accepts a line with the exact values
 * of its columns, or returns everything that is wrong with it.
 *
 * `JSON.parse` decides what is JSON; the values are then read from the text itself, because `JSON.parse` rounds
 * numbers to doubles and hides the first of two equal keys.
 */
export function toLineReader(dataset: Dataset, dates: DateRange): LineReader {
  const { columns } = dataset;
  const dated = dataset.partition.by === 'column' ? dataset.partition.column : undefined;
  const indexes = new Map(columns.map(({ name }, index) => [name, index]));

  return (line) => {
    const wrong = findFaultOfLine(line);
    if (wrong) return { ok: false, faults: [wrong] };

    const raws: (string | undefined)[] = columns.map(() => undefined);
    const unknown = new Set<string>();
    const repeated = new Set<string>();
    let next = 0;
    visitJsonMembers(line, (nameStart, nameEnd, start, end) => {
      // Most exports keep one order of keys; a key in that order needs no string.
      const expected = columns[next]?.name;
      let index: number | undefined = next;
      if (expected?.length !== nameEnd - nameStart || !line.startsWith(expected, nameStart)) {
        const name = toMemberName(line.slice(nameStart, nameEnd));
        index = indexes.get(name);
        if (index === undefined) {
          if (unknown.has(name)) repeated.add(name);
          unknown.add(name);
          return;
        }
      }
      if (raws[index] !== undefined) repeated.add((columns[index] as SourceColumn).name);
      raws[index] = line.slice(start, end);
      next = index + 1;
    });

    const faults: Fault[] = findRepeatedKeys(repeated, indexes);
    const values: (string | null)[] = [];
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as SourceColumn;
      const reading = readValue(column, raws[index]);
      if (!reading.ok) {
        faults.push(reading.fault.code === 'missing' ? hintAtName(reading.fault, unknown) : reading.fault);
        continue;
      }
      if (column.name === dated && reading.value !== null && !isWithin(dates, reading.value.slice(0, 10))) {
        const message = `expected a date from ${dates.first} to ${dates.last}, got ${reading.value}`;
        faults.push({ column: column.name, code: 'date_out_of_range', message });
      }
      values.push(reading.value);
    }
    return faults.length > 0 ? { ok: false, faults } : { ok: true, values, unknown: [...unknown] };
  };
}

function isWithin(dates: DateRange, date: string): boolean {
  return date >= dates.first && date <= dates.last;
}

/** Adds to a missing field's message that the line has its name in another spelling. */
function hintAtName(fault: Fault, unknown: ReadonlySet<string>): Fault {
  const { column, message } = fault;
  if (column === null) return fault;
  for (const name of unknown) {
    if (!isOtherSpelling(name, column)) continue;
    return { ...fault, message: `${message}; the line has ${JSON.stringify(name)}; did you mean ${column}?` };
  }
  return fault;
}

/** Whether two names differ only in case, underscores, hyphens or spaces: `betId`, `BET-ID` and `bet_id`. */
function isOtherSpelling(name: string, column: string): boolean {
  // An export may use data as field names.
  return name.length < column.length * 2 && toSpelling(name) === toSpelling(column);
}

function toSpelling(name: string): string {
  return name.replace(/[_\-\s]/g, '').toLowerCase();
}

/** One fault for each column; undeclared keys share one, because a line may repeat a hundred thousand of them. */
function findRepeatedKeys(repeated: ReadonlySet<string>, known: ReadonlyMap<string, number>): Fault[] {
  if (repeated.size === 0) return [];
  const columns = [...repeated].filter((name) => known.has(name));
  const [other] = [...repeated].filter((name) => !known.has(name));
  return [
    ...columns.map((name) => duplicateKey(name, name)),
    ...(other === undefined ? [] : [duplicateKey(null, other)]),
  ];
}

function duplicateKey(column: string | null, name: string): Fault {
  const message = `expected every key once, got ${showValue(JSON.stringify(name))} again`;
  return { column, code: 'duplicate_key', message };
}
