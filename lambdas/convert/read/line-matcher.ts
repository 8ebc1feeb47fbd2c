import type { Dataset, SourceColumn } from '../../../glue/schema.ts';
import { closeBrace, colon, comma, letterN, openBrace, point, quote, zero } from './ascii.ts';
import type { DateRange } from './line-reader.ts';
import {
  instantLength,
  irregular,
  isBlankText,
  isDigit,
  isSpace,
  readInstantDate,
  skipDecimal,
  skipMilliseconds,
  skipNull,
  skipScalar,
  skipSpace,
  skipText,
  skipUtc,
  skipWhole,
  skipZeroFraction,
  skipZeros,
} from './regular-values.ts';

/**
 * The fast path: recognizes a regular line by its bytes and finds the offsets of its values, which then need no
 * other check. Regular means: each key once, in any order; strings without escapes; whole numbers of up to 18
 * digits and decimals, in quotes or not, with zeros after the digits that the column keeps; times with a space
 * or `T`, in UTC; `""` for NULL; and only scalar values under undeclared keys.
 *
 * It accepts a subset of what the strict reader accepts, with equal values; the strict reader reads every other line.
 */
export class LineMatcher {
  /** The date of the last matched line, as yyyymmdd; 0 where no column dates the data set. */
  date = 0;
  /**
   * The start and end offsets of the last matched line's values in its buffer, two for each column in declared
   * order: numbers and times without quotes and redundant zeros; texts with their quotes; an empty range for
   * NULL. A time keeps the `T` that it was written with, which the engine reads like a space.
   */
  readonly offsets: Int32Array;
  /** The undeclared members of the last matched line. */
  readonly unknown = new UnknownMembers();
  readonly #fields: readonly Field[];
  /** The order of the keys in the last matched line; the next line is expected to have the same. */
  readonly #order: Int32Array;
  /** For each column, the number of the line in which it was last seen. */
  readonly #seen: Float64Array;
  #lines = 0;
  #bytes: Buffer | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));
  readonly #first: number;
  readonly #last: number;

  constructor(dataset: Dataset, dates: DateRange) {
    const dated = dataset.partition.by === 'column' ? dataset.partition.column : undefined;
    this.#fields = dataset.columns.map((column) => toField(column, column.name === dated));
    this.offsets = new Int32Array(this.#fields.length * 2);
    this.#order = Int32Array.from(this.#fields.keys());
    this.#seen = new Float64Array(this.#fields.length);
    this.#first = toDateNumber(dates.first);
    this.#last = toDateNumber(dates.last);
  }

  /** Whether the line from `start` to `end`, without its LF, is regular. The bytes must be valid UTF-8. */
  matches(bytes: Buffer, start: number, end: number): boolean {
    let at = skipSpace(bytes, start);
    if (bytes[at] !== openBrace) return false;
    const view = this.#viewOf(bytes);
    const order = this.#order;
    const line = ++this.#lines;
    let count = 0;
    this.unknown.clear();
    do {
      at = skipSpace(bytes, at + 1);
      let index = count < order.length ? (order[count] as number) : irregular;
      if (index === irregular || !hasKey(view, at, (this.#fields[index] as Field).key)) {
        index = this.#findField(view, at);
        if (index === irregular) {
          at = this.unknown.skip(bytes, at, end);
          if (at === irregular) return false;
          continue;
        }
        if (count === order.length) return false;
        order[count] = index;
      }
      count++;
      if (this.#seen[index] === line) return false;
      this.#seen[index] = line;
      const field = this.#fields[index] as Field;
      at = skipSpace(bytes, at + field.key.length);
      if (bytes[at] !== colon) return false;
      at = this.#skipValue(field, index * 2, bytes, skipSpace(bytes, at + 1), end);
      if (at === irregular) return false;
      at = skipSpace(bytes, at);
    } while (bytes[at] === comma);
    if (bytes[at++] !== closeBrace) return false;
    while (at < end && isSpace(bytes[at])) at++;
    return at === end && (count === order.length || this.#lacksNothing(line));
  }

  /** Most lines are in the same buffer, so its view is kept. */
  #viewOf(bytes: Buffer): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }

  /** The column whose key begins at `at`, or `irregular`. */
  #findField(bytes: DataView, at: number): number {
    for (let index = 0; index < this.#fields.length; index++) {
      if (hasKey(bytes, at, (this.#fields[index] as Field).key)) return index;
    }
    return irregular;
  }

  /** Makes missing columns NULL; false where a required one is missing. */
  #lacksNothing(line: number): boolean {
    for (let index = 0; index < this.#fields.length; index++) {
      if (this.#seen[index] === line) continue;
      if ((this.#fields[index] as Field).required) return false;
      this.#note(index * 2, 0, 0);
    }
    return true;
  }

  #note(slot: number, start: number, end: number): void {
    this.offsets[slot] = start;
    this.offsets[slot + 1] = end;
  }

  /** Notes the offsets of the field's value; returns the offset after it, or `irregular`. */
  #skipValue(field: Field, slot: number, bytes: Buffer, at: number, end: number): number {
    if (bytes[at] === letterN) {
      this.#note(slot, 0, 0);
      return field.required ? irregular : skipNull(bytes, at);
    }
    switch (field.kind) {
      case 'whole': {
        const quoted = bytes[at] === quote ? 1 : 0;
        const after = skipWhole(bytes, at + quoted);
        if (after === irregular) return this.#skipEmpty(field, slot, bytes, at);
        this.#note(slot, at + quoted, after);
        if (quoted === 0 && bytes[after] !== point) return after;
        return skipQuote(bytes, skipZeroFraction(bytes, after), quoted);
      }
      case 'decimal': {
        const quoted = bytes[at] === quote ? 1 : 0;
        const after = skipDecimal(bytes, at + quoted, field.wholeDigits, field.scale);
        if (after === irregular) return this.#skipEmpty(field, slot, bytes, at);
        this.#note(slot, at + quoted, after);
        // Zeros after the scale do not change the value.
        return skipQuote(bytes, bytes[after] === zero ? skipZeros(bytes, after) : after, quoted);
      }
      case 'text': {
        const after = skipText(bytes, at, end);
        const blank = isBlankText(bytes, at + 1, after - 1);
        this.#note(slot, at, blank ? at : after);
        return blank && field.required ? irregular : after;
      }
      case 'instant': {
        if (bytes[at] !== quote) return irregular;
        const date = readInstantDate(bytes, at + 1);
        if (date === irregular) return this.#skipEmpty(field, slot, bytes, at);
        if (field.dated) {
          if (date < this.#first || date > this.#last) return irregular;
          this.date = date;
        }
        const after = at + 1 + instantLength;
        this.#note(slot, at + 1, after);
        return bytes[after] === quote ? after + 1 : this.#skipFraction(slot, bytes, after);
      }
    }
  }

  /** The offset after `""`, which is NULL where the column may be; `irregular` for anything else. */
  #skipEmpty(field: Field, slot: number, bytes: Buffer, at: number): number {
    if (field.required || bytes[at] !== quote || bytes[at + 1] !== quote) return irregular;
    this.#note(slot, at, at);
    return at + 2;
  }

  /** The offset after a time's fraction, zone and quote; milliseconds become part of the value. */
  #skipFraction(slot: number, bytes: Buffer, at: number): number {
    let after = skipZeroFraction(bytes, at);
    if (after === irregular || isDigit(bytes[after])) {
      const milliseconds = skipMilliseconds(bytes, at);
      if (milliseconds === irregular) return irregular;
      this.offsets[slot + 1] = milliseconds;
      after = skipZeros(bytes, milliseconds);
    }
    return skipQuote(bytes, skipUtc(bytes, after), 1);
  }
}

/** `yyyymmdd` of `YYYY-MM-DD`. */
export function toDateNumber(date: string): number {
  return Number(date.slice(0, 4)) * 10_000 + Number(date.slice(5, 7)) * 100 + Number(date.slice(8, 10));
}

/** `YYYY-MM-DD` of `yyyymmdd`. */
export function toDateText(date: number): string {
  const digits = String(date).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** The offset after the closing quote of a quoted value. */
function skipQuote(bytes: Buffer, at: number, quoted: number): number {
  if (quoted === 0) return at;
  return bytes[at] === quote ? at + 1 : irregular;
}

/** A key `"name"` as words of four bytes, of which the last ends with the key. */
interface Key {
  readonly length: number;
  readonly words: Uint32Array;
}

function toKey(name: string): Key {
  const bytes = new TextEncoder().encode(`"${name}"`);
  const { byteLength: length, buffer } = bytes;
  if (length < 4) throw new Error(`expected a column's name of two characters or more, got "${name}"`);
  const view = new DataView(buffer);
  const count = Math.ceil(length / 4);
  const words = Uint32Array.from({ length: count }, (_, i) =>
    view.getUint32(Math.min(i * 4, length - 4), true),
  );
  return { length, words };
}

/** What the matcher needs of a column. */
interface Field {
  readonly key: Key;
  readonly kind: 'whole' | 'decimal' | 'text' | 'instant';
  readonly required: boolean;
  readonly dated: boolean;
  readonly wholeDigits: number;
  readonly scale: number;
}

function toField(column: SourceColumn, dated: boolean): Field {
  const { type } = column;
  if (type.kind === 'date' || type.kind === 'year' || type.kind === 'nested') {
    throw new Error(`no landing column is a ${type.kind}: ${column.name}`);
  }
  return {
    key: toKey(column.name),
    kind: type.kind,
    required: column.required ?? false,
    dated,
    wholeDigits: type.kind === 'decimal' ? type.precision - type.scale : 0,
    scale: type.kind === 'decimal' ? type.scale : 0,
  };
}

/** Compares four bytes at a time, which makes the matcher a fifth faster than one at a time. */
function hasKey(bytes: DataView, at: number, { length, words }: Key): boolean {
  if (at + length > bytes.byteLength) return false;
  let from = at;
  for (let i = 0; i < words.length - 1; i++, from += 4) {
    if (bytes.getUint32(from, true) !== words[i]) return false;
  }
  return bytes.getUint32(at + length - 4, true) === words[words.length - 1];
}

/** Each is compared with the earlier ones; an export with more of them uses data as field names. */
const maxMembers = 16;

/**
 * The undeclared members of a line: the offsets of their names, for counting. An additional field in every line
 * of an export must not send every line to the strict reader.
 */
class UnknownMembers {
  count = 0;
  readonly #names = new Int32Array(maxMembers * 2);

  clear(): void {
    this.count = 0;
  }

  /**
   * Notes the member whose key begins at `from`.
   *
   * @returns the offset after its value and the space after it; `irregular` where it is not regular, its key is
   *   repeated, or there are too many
   */
  skip(bytes: Buffer, from: number, end: number): number {
    if (this.count === maxMembers) return irregular;
    const nameEnd = skipText(bytes, from, end);
    if (nameEnd === irregular || this.#isNoted(bytes, from, nameEnd)) return irregular;
    const at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== colon) return irregular;
    const valueEnd = skipScalar(bytes, skipSpace(bytes, at + 1), end);
    if (valueEnd === irregular) return irregular;
    this.#names[this.count * 2] = from;
    this.#names[this.count * 2 + 1] = nameEnd;
    this.count++;
    return skipSpace(bytes, valueEnd);
  }

  /** The names, in the order of the line that the bytes are of. */
  toNames(bytes: Buffer): string[] {
    return Array.from({ length: this.count }, (_, index) => {
      const [start = 0, end = 0] = this.#names.subarray(index * 2);
      return bytes.toString('utf8', start + 1, end - 1);
    });
  }

  #isNoted(bytes: Buffer, from: number, to: number): boolean {
    for (let index = 0; index < this.count; index++) {
      const [start = 0, end = 0] = this.#names.subarray(index * 2);
      if (bytes.compare(bytes, start, end, from, to) === 0) return true;
    }
    return false;
  }
}
