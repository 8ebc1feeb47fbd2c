import type { Dataset, SourceColumn } from '../dataset.ts';
import type { DateRange } from './line-reader.ts';
import { isDay } from './value-reader.ts';

/**
 * The fast path: tells from the bytes of a line whether it is regular beyond doubt, so that the engine can
 * read it without a check. Regular means: the known keys, each once, in the order last seen; a space or none
 * after `:` and `,`; strings without escapes; whole numbers of up to 18 digits; quoted decimals.
 *
 * It accepts a subset of what the strict reader accepts, with equal values; every other line goes there.
 * Measured: 1.0 µs a line of 550 bytes, where a regular expression in SQL took 3.7 µs.
 */
export class LineMatcher {
  /** The date of the line matched last, as yyyymmdd; 0 where the data set is not dated by a column. */
  date = 0;
  readonly #fields: ReadonlyMap<string, Field>;
  #order: readonly Field[];
  readonly #first: number;
  readonly #last: number;

  constructor(dataset: Dataset, dates: DateRange) {
    const dated = dataset.partition.by === 'column' ? dataset.partition.column : undefined;
    this.#fields = new Map(
      dataset.columns.map((column) => [column.name, toField(column, column.name === dated)]),
    );
    this.#order = [...this.#fields.values()];
    this.#first = toDateNumber(dates.first);
    this.#last = toDateNumber(dates.last);
  }

  /**
   * Takes over the order of the keys of a line that the strict reader accepted, so that a file in another
   * order is as fast as one in the declared order.
   *
   * @param names the line's keys; an order with an unknown key is not learnt
   */
  learn(names: readonly string[]): void {
    const order: Field[] = [];
    for (const name of names) {
      const field = this.#fields.get(name);
      if (!field) return;
      order.push(field);
    }
    this.#order = order;
  }

  /** Whether the line from `start` up to `end` (its LF left out) is regular. The bytes are valid UTF-8. */
  matches(bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    if (bytes[at++] !== openBrace) return false;
    const order = this.#order;
    for (let index = 0; index < order.length; index++) {
      const field = order[index] as Field;
      if (index > 0) {
        if (bytes[at++] !== comma) return false;
        if (bytes[at] === space) at++;
      }
      const { key } = field;
      for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
      at += key.length;
      if (bytes[at] === space) at++;
      at = this.#skipValue(field, bytes, at, end);
      if (at < 0) return false;
    }
    if (bytes[at++] !== closeBrace) return false;
    if (at < end && bytes[at] === carriageReturn) at++;
    return at === end;
  }

  /** The place after the field's value, or -1 where it is not regular. */
  #skipValue(field: Field, bytes: Buffer, at: number, end: number): number {
    if (bytes[at] === letterN) return field.required ? -1 : skipNull(bytes, at);
    switch (field.kind) {
      case 'whole':
        return skipWhole(bytes, at);
      case 'decimal':
        return skipDecimal(bytes, at, field.wholeDigits, field.scale);
      case 'text':
        return skipText(bytes, at, end, field.required);
      case 'instant': {
        const date = readInstantDate(bytes, at);
        if (date < 0) return -1;
        if (field.dated) {
          if (date < this.#first || date > this.#last) return -1;
          this.date = date;
        }
        return at + instantLength;
      }
    }
  }
}

/** `yyyymmdd` of `YYYY-MM-DD`. */
export function toDateNumber(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/** `YYYY-MM-DD` of `yyyymmdd`. */
export function toDateText(date: number): string {
  const digits = String(date).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** A column as the matcher sees it. */
interface Field {
  /** `"name":` */
  readonly key: Uint8Array;
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
    key: new TextEncoder().encode(`"${column.name}":`),
    kind: type.kind,
    required: column.required ?? false,
    dated,
    wholeDigits: type.kind === 'decimal' ? type.precision - type.scale : 0,
    scale: type.kind === 'decimal' ? type.scale : 0,
  };
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const dash = 0x2d;
const point = 0x2e;
const space = 0x20;
const carriageReturn = 0x0d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const zero = 0x30;
const nine = 0x39;
const letterN = 0x6e;
const letterU = 0x75;
const letterL = 0x6c;

/** `"YYYY-MM-DD HH:MM:SS"` */
const instantLength = 21;
/** Digits that fit an int64 whatever they are. */
const safeDigits = 18;

function skipNull(bytes: Buffer, at: number): number {
  return bytes[at + 1] === letterU && bytes[at + 2] === letterL && bytes[at + 3] === letterL ? at + 4 : -1;
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte !== undefined && byte >= zero && byte <= nine; byte = bytes[at]) at++;
  return at;
}

function skipWhole(bytes: Buffer, from: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  const at = skipDigits(bytes, digits);
  if (bytes[digits] === zero) return at === from + 1 ? at : -1;
  return at > digits && at - digits <= safeDigits ? at : -1;
}

function skipDecimal(bytes: Buffer, from: number, wholeDigits: number, scale: number): number {
  if (bytes[from] !== quote) return -1;
  const digits = bytes[from + 1] === dash ? from + 2 : from + 1;
  let at = skipDigits(bytes, digits);
  const count = at - digits;
  if (count === 0 || count > wholeDigits || (count > 1 && bytes[digits] === zero)) return -1;
  if (bytes[at] === point) {
    const decimals = at + 1;
    at = skipDigits(bytes, decimals);
    if (at === decimals || at - decimals > scale) return -1;
  }
  return bytes[at] === quote ? at + 1 : -1;
}

function skipText(bytes: Buffer, from: number, end: number, required: boolean): number {
  if (bytes[from] !== quote) return -1;
  let blank = true;
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) return required && blank ? -1 : at + 1;
    if (byte === backslash || byte < space) return -1;
    if (byte !== space) blank = false;
  }
  return -1;
}

/** yyyymmdd of a quoted moment, or -1 where it is none. */
function readInstantDate(bytes: Buffer, at: number): number {
  if (bytes[at] !== quote || bytes[at + 20] !== quote) return -1;
  if (bytes[at + 5] !== dash || bytes[at + 8] !== dash || bytes[at + 11] !== space) return -1;
  if (bytes[at + 14] !== colon || bytes[at + 17] !== colon) return -1;
  const year = readTwoDigits(bytes, at + 1) * 100 + readTwoDigits(bytes, at + 3);
  const month = readTwoDigits(bytes, at + 6);
  const day = readTwoDigits(bytes, at + 9);
  const isTime =
    readTwoDigits(bytes, at + 12) <= 23 &&
    readTwoDigits(bytes, at + 15) <= 59 &&
    readTwoDigits(bytes, at + 18) <= 59;
  const isDate = year >= 1 && year <= 9999 && isDay(year, month, day);
  return isTime && isDate ? year * 10_000 + month * 100 + day : -1;
}

/** The number that two digits make; one beyond every bound of a time where they are none. */
function readTwoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - zero;
  const ones = (bytes[at + 1] as number) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}
