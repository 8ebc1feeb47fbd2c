import type { Dataset, SourceColumn } from '../dataset.ts';
import { type Fault, type FaultCode, showValue } from '../fault.ts';
import { measureNesting, toMemberName, visitJsonMembers } from './json-members.ts';
import { readValue } from './value-reader.ts';

/** The days a row's date may lie in, both included: outside them the catalog would not show it. */
export interface DateRange {
  readonly first: string;
  readonly last: string;
}

/** A line read. */
export type LineReading =
  | {
      readonly ok: true;
      /** Canonical text of every column, in the order of the declaration; null for NULL. */
      readonly values: readonly (string | null)[];
      /** Names of the line's members that the declaration does not know. */
      readonly unknown: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export type LineReader = (line: string) => LineReading;

/** How deep a line's brackets may be nested, the line's own object being 1. */
export const maxNesting = 64;

/**
 * The strict reader of a data set: the one definition of what a good line is. It accepts a line with the
 * exact values of its columns, or names everything that is wrong with it.
 *
 * `JSON.parse` is the judge of what is JSON; the values are then read from the text itself, because a number
 * that has been through a double, or the first of two equal keys, is not what the line says.
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
      // Most exports keep one order, and a name that is expected needs no text of its own.
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
        faults.push(reading.fault);
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

function findFaultOfLine(line: string): Fault | undefined {
  if (hasManyBrackets(line) && measureNesting(line) > maxNesting) {
    return ofLine('too_deep', `expected brackets nested at most ${maxNesting} deep, got deeper`);
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    // V8 shows a piece of the line, which may begin or end within a surrogate pair.
    const reason = error instanceof Error ? error.message.toWellFormed() : String(error);
    return ofLine('not_json', `expected a JSON object: ${reason}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return ofLine('not_an_object', `expected a JSON object, got ${showValue(line.trim())}`);
  }
  return undefined;
}

/** Whether there are more brackets than may be nested: nearly no line has, which a few searches tell. */
function hasManyBrackets(line: string): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = line.indexOf(bracket); at >= 0; at = line.indexOf(bracket, at + 1)) {
      if (++count > maxNesting) return true;
    }
  }
  return false;
}

function ofLine(code: FaultCode, message: string): Fault {
  return { column: null, code, message };
}

/** One fault a column; keys that are no columns share one, because a line can repeat a hundred thousand. */
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
