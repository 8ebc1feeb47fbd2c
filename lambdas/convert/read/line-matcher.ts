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
 * The fast path: tells from the bytes of a line whether it is regular beyond doubt, and where its values lie, so
 * that they need no other check. Regular means: keys each once, in any order; strings without escapes; whole numbers
 * of up to 18 digits, decimals, both with quotes or without and with zeros behind what the column keeps; times with a
 * space or `T`, in UTC; `""` for NULL; under keys that no column has, values that hold no other.
 *
 * It accepts a subset of what the strict reader accepts, with equal values; every other line goes there.
 */
export class LineMatcher {
  /** The date of the line matched last, as yyyymmdd; 0 where the data set is not dated by a column. */
  date = 0;
  /**
   * Where the values of the line matched last begin and end in its buffer, two places a column in the order of
   * the declaration: of numbers and times the part that says all, without quotes; texts with their quotes; nothing
   * where it is NULL. A time has the `T` that it was written with, which the engine reads like a space.
   */
  readonly offsets: Int32Array;
  /** The members of the line matched last that no column takes. */
  readonly unknown = new UnknownMembers();
  readonly #fields: readonly Field[];
  /** The order of the keys in the line matched last; what comes next is looked for there first. */
  readonly #order: Int32Array;
  /** The number of the line that each column was last seen in. */
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

  /** Whether the line from `start` up to `end` (its LF left out) is regular. The bytes are valid UTF-8. */
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

  /** Lines come in one buffer mostly; of that, the view is kept. */
  #viewOf(bytes: Buffer): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }

  /** The column whose key stands there, or `irregular`. */
  #findField(bytes: DataView, at: number): number {
    for (let index = 0; index < this.#fields.length; index++) {
      if (hasKey(bytes, at, (this.#fields[index] as Field).key)) return index;
    }
    return irregular;
  }

  /** Makes NULL what the line does not have; false where that is required. */
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

  /** Notes where the field's value lies; the place after it, or `irregular`. */
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
        // Zeros behind the scale say nothing.
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

  /** The place after `""`, which is NULL where that may be; `irregular` for anything else. */
  #skipEmpty(field: Field, slot: number, bytes: Buffer, at: number): number {
    if (field.required || bytes[at] !== quote || bytes[at + 1] !== quote) return irregular;
    this.#note(slot, at, at);
    return at + 2;
  }

  /** The place after a time's fraction, its zone and its quote; of the fraction, milliseconds are noted with it. */
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

/** The place after the quote of a value that began with one. */
function skipQuote(bytes: Buffer, at: number, quoted: number): number {
  if (quoted === 0) return at;
  return bytes[at] === quote ? at + 1 : irregular;
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

/** `"name"`, in words of four bytes, of which the last begins four bytes before the end. */
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

/** A column as the matcher sees it. */
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

/** Four bytes at a time, which costs the matcher a fifth less than one at a time. */
function hasKey(bytes: DataView, at: number, { length, words }: Key): boolean {
  if (at + length > bytes.byteLength) return false;
  let from = at;
  for (let i = 0; i < words.length - 1; i++, from += 4) {
    if (bytes.getUint32(from, true) !== words[i]) return false;
  }
  return bytes.getUint32(at + length - 4, true) === words[words.length - 1];
}

/**
 * The members of a line whose keys no column has: where their names lie, so that they can be counted. One field more
 * in every line of an export must not make every line a case for the strict reader.
 */
class UnknownMembers {
  count = 0;
  readonly #names = new Int32Array(maxMembers * 2);

  clear(): void {
    this.count = 0;
  }

  /**
   * Notes the member whose key begins at a place.
   *
   * @returns the place after its value and the space behind it; `irregular` where it is not, its key came before, or
   *   there are too many
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

  /** The names, in the order of the line, whose bytes these are. */
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

/** Each is compared with those before it; an export with more of them has its data for names. */
const maxMembers = 16;
