import { isDay, toDate } from '../../glue/calendar.ts';
import { type DebitSigns, debitNames } from '../../glue/debit-signs.ts';
import type { Dataset } from '../../glue/schema.ts';
import type { LandingObject } from '../core/landing.ts';
import type { Core } from './assembly.ts';
import { lineFeed } from './read/ascii.ts';
import type { DateRange } from './read/line-reader.ts';
import type { Line, LineBuffer, TakenLines } from './split-lines.ts';

interface CoreLinesOptions {
  readonly dataset: Dataset;
  readonly object: Pick<LandingObject, 'key' | 'lastModified'>;
  readonly dates: DateRange;
  readonly maxLineBytes: number;
  /** Whether the rows of the lines are kept; false where they are only checked. */
  readonly keepsRows: boolean;
}

/** Bytes of lines that the core takes at once, beside room for a line of the longest kind. */
const readBytes = 256 * 1024;

/** More than a row in canonical form has beside its values as they stood in the line: the names of missing columns. */
const namesBytes = 64 * 1024;

/**
 * The lines of one object as the conversion core takes them: regular ones, which are a subset of the lines that the
 * strict reader accepts, with equal values. The core's columns must be declared.
 */
export class CoreLines implements LineBuffer {
  readonly #core: Core;
  readonly #dataset: Dataset;
  readonly #countsDebits: boolean;
  readonly #capacity: number;
  #lines: Buffer;

  /** @param onUnknown receives the name of a member that no column has, and a number of lines that have it */
  constructor(
    core: Core,
    { dataset, object, dates, maxLineBytes, keepsRows }: CoreLinesOptions,
    onUnknown: (name: string, lines: number) => void,
  ) {
    const { exports } = core;
    this.#core = core;
    this.#dataset = dataset;
    this.#capacity = maxLineBytes + readBytes;
    core.onUnknown = onUnknown;
    exports.reserveLines(maxLineBytes + Math.max(readBytes, namesBytes));
    const fixed =
      dataset.partition.by === 'column'
        ? 0
        : toDateNumber(toPartitionDate(object.key, object.lastModified, dates));
    exports.beginLines(
      toDateNumber(dates.first),
      toDateNumber(dates.last),
      fixed,
      maxLineBytes,
      Number(keepsRows),
    );
    const debits = debitNames.map((name) => dataset.columns.findIndex((column) => column.name === name));
    this.#countsDebits = !debits.includes(-1);
    if (this.#countsDebits) for (const column of debits) exports.countSigns(column);
    this.#lines = this.#toView();
  }

  get lines(): Buffer {
    // Where the core's memory has grown, views of it are empty.
    if (this.#lines.length === 0) this.#lines = this.#toView();
    return this.#lines;
  }

  /** Takes lines of the buffer, up to the first that is not regular. */
  takeLines(start: number, end: number, number: number): TakenLines {
    const { exports } = this.#core;
    const buffer = exports.getLinesBuffer();
    const stop = exports.takeLines(buffer + start, buffer + end, number);
    return { count: exports.countTaken(), end: stop - buffer };
  }

  /** Takes a line from another buffer; false where it is not regular. */
  takeLine({ bytes, start, end, number }: Pick<Line, 'bytes' | 'start' | 'end' | 'number'>): boolean {
    return this.#take(bytes.subarray(start, end), number);
  }

  /**
   * Adds a row that the strict reader has read, as a line that the core takes.
   *
   * @param texts the canonical text of every column's value
   */
  addRow(number: number, texts: readonly (string | null)[]): void {
    const members = this.#dataset.columns.map(({ name, type }, index) => {
      const text = texts[index] ?? null;
      return `"${name}":${text !== null && type.kind === 'whole' ? text : JSON.stringify(text)}`;
    });
    if (!this.#take(Buffer.from(`{${members.join(',')}}`), number))
      throw new Error(`the conversion core does not take line ${number}, which the strict reader accepts`);
  }

  /** Ends the lines, of which unknown members may still be counted; returns the signs of their debits. */
  finish(): DebitSigns {
    const { exports } = this.#core;
    exports.endLines();
    return this.#countsDebits
      ? { debits_negative: exports.countNegative(), debits_positive: exports.countPositive() }
      : { debits_negative: null, debits_positive: null };
  }

  #take(line: Uint8Array, number: number): boolean {
    const { exports } = this.#core;
    const single = this.#core.bytes(exports.getSingleBuffer(), line.length + 1);
    single.set(line);
    single[line.length] = lineFeed;
    return exports.takeLine(line.length + 1, number) !== 0;
  }

  #toView(): Buffer {
    const { memory, getLinesBuffer } = this.#core.exports;
    return Buffer.from(memory.buffer, getLinesBuffer(), this.#capacity);
  }
}

/** `yyyymmdd` of `YYYY-MM-DD`. */
function toDateNumber(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/**
 * The partition date of the rows of a players or games object: the first date in its landing key (`2021-10-04`,
 * `2021/10/04`) that is a real day in range, else the UTC day of its last change, clamped to the range.
 */
export function toPartitionDate(landingKey: string, lastModified: Date, dates: DateRange): string {
  const found = [...landingKey.matchAll(/(?<!\d)(\d{4})([-/])(\d{2})\2(\d{2})(?!\d)/g)];
  for (const [, year, , month, day] of found) {
    const date = `${year}-${month}-${day}`;
    if (isDay(Number(year), Number(month), Number(day)) && date >= dates.first && date <= dates.last)
      return date;
  }
  const modified = toDate(lastModified);
  return modified < dates.first ? dates.first : modified > dates.last ? dates.last : modified;
}
