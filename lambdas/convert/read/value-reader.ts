import { type Fault, type FaultCode, showValue } from '../../../glue/fault.ts';
import type { ColumnType, SourceColumn } from '../../../glue/schema.ts';
import { capitalE, dash, letterE, nine, plus, point, quote, space, zero } from './ascii.ts';
import { type InstantReading, readInstantText } from './instant-reader.ts';

/**
 * The result of reading a value: its canonical text, null for NULL, or its fault. Canonical are the digits of a
 * whole number; a decimal's digits within its scale, without exponent; `YYYY-MM-DD HH:MM:SS` in UTC, with
 * `.mmm` where there are milliseconds; a text as it is.
 */
export type ValueReading =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Reads one value as it is written in a line, never through a floating-point number. Every spelling of a value
 * that the column can hold exactly is accepted: `10.0`, `"10"` and `1e1` are the whole number 10.
 *
 * @param raw the value's JSON text, known to be valid JSON; undefined where the field is missing
 */
export function readValue(column: SourceColumn, raw: string | undefined): ValueReading {
  if (raw === undefined) return absent(column, 'missing', 'required, but the line does not have it');
  if (raw === 'null') return absent(column, 'null', 'required, but it is null');
  switch (column.type.kind) {
    case 'whole':
      return readWhole(column, raw);
    case 'decimal':
      return readDecimal(column, raw, column.type);
    case 'instant':
      return readInstant(column, raw);
    case 'text':
      return readText(column, raw);
    default:
      throw new Error(`no landing column is a ${column.type.kind}: ${column.name}`);
  }
}

function accept(value: string | null): ValueReading {
  return { ok: true, value };
}

function refuse(column: SourceColumn, code: FaultCode, wanted: string, got: string): ValueReading {
  return {
    ok: false,
    fault: { column: column.name, code, message: `expected ${wanted}, got ${showValue(got)}` },
  };
}

function absent(column: SourceColumn, code: FaultCode, message: string): ValueReading {
  return column.required ? { ok: false, fault: { column: column.name, code, message } } : accept(null);
}

function blank(column: SourceColumn): ValueReading {
  return absent(column, 'null', 'required, but it is empty or only spaces, which means NULL');
}

function readWhole(column: SourceColumn, raw: string): ValueReading {
  if (!isNumber(raw) && !isString(raw)) return refuse(column, 'wrong_type', 'a whole number', raw);
  const text = isString(raw) ? toText(raw) : raw;
  if (isBlank(text)) return blank(column);
  const number = readNumber(text);
  if (number === undefined || countDecimals(number) > 0)
    return refuse(column, 'not_whole', 'a whole number such as 10', raw);
  // An int64 has 19 digits; a number with more is not written out.
  const value = countWholeDigits(number) > 19 ? undefined : BigInt(toPlainDigits(number));
  if (value === undefined || BigInt.asIntN(64, value) !== value) {
    const wanted = 'a whole number from -9223372036854775808 to 9223372036854775807';
    return refuse(column, 'out_of_range', wanted, raw);
  }
  return accept(String(value));
}

function readDecimal(
  column: SourceColumn,
  raw: string,
  { precision, scale }: Extract<ColumnType, { kind: 'decimal' }>,
): ValueReading {
  if (!isNumber(raw) && !isString(raw)) return refuse(column, 'wrong_type', 'a decimal number', raw);
  const text = isString(raw) ? toText(raw) : raw;
  if (isPlainDecimal(text, precision, scale)) return accept(text);
  if (isBlank(text)) return blank(column);
  const number = readNumber(text);
  if (number === undefined) return refuse(column, 'not_decimal', 'a decimal number such as "12.50"', raw);
  if (countDecimals(number) > scale) {
    return refuse(column, 'too_many_decimals', `a decimal with at most ${scale} decimal places`, raw);
  }
  if (countWholeDigits(number) > precision - scale) {
    const wanted = `a decimal with at most ${precision - scale} digits before the point`;
    return refuse(column, 'too_many_digits', wanted, raw);
  }
  return accept(toPlainDigits(number));
}

/** Whether a text is already canonical, as most amounts are. */
function isPlainDecimal(text: string, precision: number, scale: number): boolean {
  const start = text.charCodeAt(0) === dash ? 1 : 0;
  const whole = skipDigits(text, start);
  const count = whole - start;
  if (count === 0 || count > precision - scale || (count > 1 && text.charCodeAt(start) === zero))
    return false;
  if (whole < text.length) {
    const decimals = text.length - whole - 1;
    if (text.charCodeAt(whole) !== point || decimals < 1 || decimals > scale) return false;
    if (skipDigits(text, whole + 1) < text.length) return false;
  }
  return start === 0 || /[1-9]/.test(text);
}

const wantedTimes: Readonly<Record<Extract<InstantReading, { ok: false }>['code'], string>> = {
  not_a_time: 'a real time such as "2021-10-04 12:02:26" or "2021-10-04T12:02:26Z"',
  too_many_decimals: 'a time with at most 3 decimal places of a second',
  out_of_range: 'a time of the years 0001 to 9999 in UTC',
};

function readInstant(column: SourceColumn, raw: string): ValueReading {
  if (!isString(raw)) return refuse(column, 'wrong_type', 'a time "YYYY-MM-DD HH:MM:SS"', raw);
  const text = toText(raw);
  if (isBlank(text)) return blank(column);
  const reading = readInstantText(text, column.dateOnly ?? false);
  return reading.ok ? accept(reading.value) : refuse(column, reading.code, wantedTimes[reading.code], raw);
}

function readText(column: SourceColumn, raw: string): ValueReading {
  if (!isString(raw)) return refuse(column, 'wrong_type', 'a text', raw);
  const value = toText(raw);
  if (!value.isWellFormed()) {
    return refuse(column, 'not_unicode', 'Unicode text; half of a surrogate pair is not', raw);
  }
  if (value.includes('\0')) {
    const wanted = 'a text without the character U+0000, to be removed at the source';
    return refuse(column, 'nul_character', wanted, raw);
  }
  return isBlank(value) ? blank(column) : accept(value);
}

function isBlank(text: string): boolean {
  let at = 0;
  while (text.charCodeAt(at) === space) at++;
  return at === text.length;
}

/** The value of a JSON string; without escapes, the text between its quotes. */
function toText(raw: string): string {
  return raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
}

function isString(raw: string): boolean {
  return raw.charCodeAt(0) === quote;
}

function isNumber(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first === dash || (first >= zero && first <= nine);
}

/** An exact number: its digits without zeros at either end ('' for zero), times ten to the power of the exponent. */
interface ExactNumber {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Reads a JSON number from its text, never through a floating-point number. The work grows with the length of
 * the text, not with the exponent.
 *
 * @returns undefined where the text is not a number of JSON's grammar
 */
function readNumber(text: string): ExactNumber | undefined {
  const isNegative = text.charCodeAt(0) === dash;
  const start = isNegative ? 1 : 0;
  const whole = skipDigits(text, start);
  if (whole === start || (whole - start > 1 && text.charCodeAt(start) === zero)) return undefined;
  let end = whole;
  if (text.charCodeAt(whole) === point) {
    end = skipDigits(text, whole + 1);
    if (end === whole + 1) return undefined;
  }
  const shift = readExponent(text, end);
  if (shift === undefined) return undefined;
  const written = text.slice(start, whole) + text.slice(whole + 1, end);
  let first = 0;
  while (written.charCodeAt(first) === zero) first++;
  let last = written.length;
  while (last > first && written.charCodeAt(last - 1) === zero) last--;
  const decimals = Math.max(0, end - whole - 1);
  return {
    isNegative,
    digits: written.slice(first, last),
    exponent: shift - decimals + (written.length - last),
  };
}

/** How many decimal places the number needs. */
function countDecimals({ digits, exponent }: ExactNumber): number {
  return digits === '' ? 0 : Math.max(0, -exponent);
}

/** How many digits the number has before the point; none for `0.5`. */
function countWholeDigits({ digits, exponent }: ExactNumber): number {
  return digits === '' ? 0 : Math.max(0, digits.length + exponent);
}

/** The number in plain digits, without exponent. Its length grows with the exponent: check the digits first. */
function toPlainDigits({ isNegative, digits, exponent }: ExactNumber): string {
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  if (exponent >= 0) return `${sign}${digits}${'0'.repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The offset after the decimal digits that begin at `from`. */
function skipDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at++;
  return at;
}

/** More than any line has digits: a larger exponent gives the same result. */
const mostExponent = 1e12;

/** The exponent from `at` to the end: 0 for nothing, undefined where it is not an exponent. */
function readExponent(text: string, at: number): number | undefined {
  if (at === text.length) return 0;
  const letter = text.charCodeAt(at);
  if (letter !== letterE && letter !== capitalE) return undefined;
  const sign = text.charCodeAt(at + 1);
  const from = sign === dash || sign === plus ? at + 2 : at + 1;
  if (from === text.length || skipDigits(text, from) !== text.length) return undefined;
  const size = Math.min(Number(text.slice(from)), mostExponent);
  return sign === dash ? -size : size;
}
