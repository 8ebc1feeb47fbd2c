import type { ColumnType } from '../column.ts';
import type { SourceColumn } from '../dataset.ts';
import { type Fault, type FaultCode, showValue } from '../fault.ts';
import { colon, dash, nine, point, quote, space, zero } from './ascii.ts';

/** A value read: its canonical text, null where there is none, or what is wrong with it. */
export type ValueReading =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Reads one value as it is written in a line, without ever making a floating-point number of it.
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

function readWhole(column: SourceColumn, raw: string): ValueReading {
  if (!isNumber(raw)) return refuse(column, 'wrong_type', 'a whole number without quotes', raw);
  if (skipDigits(raw, raw.charCodeAt(0) === dash ? 1 : 0) < raw.length)
    return refuse(column, 'not_whole', 'a whole number without fraction or exponent', raw);
  // Digits that fit whatever they are, and are canonical because JSON has no leading zeros.
  if (raw.length <= 18 && raw !== '-0') return accept(raw);
  // Stryker disable next-line ConditionalExpression: bounds the work on a number of a million digits, no more
  const value = raw.length > 20 ? undefined : BigInt(raw);
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
  const digits = text.charCodeAt(0) === dash ? 1 : 0;
  const whole = skipDigits(text, digits);
  const hasPoint = text.charCodeAt(whole) === point;
  const end = hasPoint ? skipDigits(text, whole + 1) : whole;
  const leadingZero = whole - digits > 1 && text.charCodeAt(digits) === zero;
  if (whole === digits || leadingZero || (hasPoint && end === whole + 1) || end < text.length) {
    return refuse(column, 'not_decimal', 'a decimal number such as "12.50"', raw);
  }
  if (end - whole - 1 > scale) {
    return refuse(column, 'too_many_decimals', `a decimal with at most ${scale} decimal places`, raw);
  }
  if (whole - digits > precision - scale) {
    const wanted = `a decimal with at most ${precision - scale} digits before the point`;
    return refuse(column, 'too_many_digits', wanted, raw);
  }
  return accept(text);
}

function readInstant(column: SourceColumn, raw: string): ValueReading {
  if (!isString(raw)) return refuse(column, 'wrong_type', 'a time "YYYY-MM-DD HH:MM:SS"', raw);
  const text = toText(raw);
  return isInstant(text)
    ? accept(text)
    : refuse(column, 'not_a_time', 'a real moment "YYYY-MM-DD HH:MM:SS"', raw);
}

/** Whether a text is `YYYY-MM-DD HH:MM:SS` and names a moment that was or will be, in years 0001 to 9999. */
export function isInstant(text: string): boolean {
  if (text.length !== 19) return false;
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash || text.charCodeAt(10) !== space)
    return false;
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return false;
  const year = readTwoDigits(text, 0) * 100 + readTwoDigits(text, 2);
  const isTime =
    readTwoDigits(text, 11) <= 23 && readTwoDigits(text, 14) <= 59 && readTwoDigits(text, 17) <= 59;
  return isTime && year >= 1 && year <= 9999 && isDay(year, readTwoDigits(text, 5), readTwoDigits(text, 8));
}

/** The number that two digits make; one beyond every bound of a time where they are none. */
function readTwoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}

/** Whether a year, month and day are a day of the Gregorian calendar. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

function readText(column: SourceColumn, raw: string): ValueReading {
  if (!isString(raw)) return refuse(column, 'wrong_type', 'a text', raw);
  const value = toText(raw);
  if (!value.isWellFormed()) {
    return refuse(column, 'not_unicode', 'Unicode text; half of a surrogate pair is none', raw);
  }
  if (isBlank(value))
    return absent(column, 'null', 'required, but it is empty or only spaces, which means NULL');
  return accept(value);
}

function isBlank(text: string): boolean {
  let at = 0;
  while (text.charCodeAt(at) === space) at++;
  return at === text.length;
}

/** The place after the decimal digits that begin at `from`. */
function skipDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at++;
  return at;
}

/** What the text of a JSON string says; without an escape it stands there as it is. */
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
