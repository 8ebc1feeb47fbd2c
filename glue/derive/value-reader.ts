import type { ColumnType } from '../column.ts';
import type { SourceColumn } from '../dataset.ts';
import { type Fault, type FaultCode, showValue } from '../fault.ts';

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
  if (!/^-?\d+$/.test(raw))
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
  const parts = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (!parts) return refuse(column, 'not_decimal', 'a decimal number such as "12.50"', raw);
  const [, wholeDigits = '', decimals = ''] = parts;
  if (decimals.length > scale) {
    return refuse(column, 'too_many_decimals', `a decimal with at most ${scale} decimal places`, raw);
  }
  if (wholeDigits.length > precision - scale) {
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
  const parts = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return year >= 1 && hour <= 23 && minute <= 59 && second <= 59 && isDay(year, month, day);
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
  if (!/[^ ]/.test(value))
    return absent(column, 'null', 'required, but it is empty or only spaces, which means NULL');
  return accept(value);
}

/** What the text of a JSON string says; without an escape it stands there as it is. */
function toText(raw: string): string {
  return raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
}

function isString(raw: string): boolean {
  return raw.startsWith('"');
}

function isNumber(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first === 0x2d || (first >= 0x30 && first <= 0x39);
}
