import { isDay } from '../../../glue/calendar.ts';
import {
  backslash,
  capitalE,
  capitalT,
  capitalZ,
  carriageReturn,
  colon,
  dash,
  letterE,
  letterF,
  letterL,
  letterN,
  letterT,
  letterU,
  nine,
  plus,
  point,
  quote,
  space,
  tab,
  zero,
} from './ascii.ts';

/*
 * The grammar of regular values, byte by byte. Each function returns the offset after the value that begins at
 * an offset, or `irregular`; bytes are valid UTF-8, and an LF ends every line.
 */

/** The result where there is no regular value. */
export const irregular = -1;

/** `YYYY-MM-DD HH:MM:SS` */
export const instantLength = 19;

/** So many digits always fit an int64. */
const safeDigits = 18;

/** White space within a line, as JSON has it. */
export function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
}

export function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

export function skipNull(bytes: Buffer, at: number): number {
  return bytes[at + 1] === letterU && bytes[at + 2] === letterL && bytes[at + 3] === letterL
    ? at + 4
    : irregular;
}

/** A scalar of JSON: a string without escapes, a number, true, false or null. */
export function skipScalar(bytes: Buffer, at: number, end: number): number {
  switch (bytes[at]) {
    case quote:
      return skipText(bytes, at, end);
    case letterN:
      return skipNull(bytes, at);
    case letterT:
      return hasText(bytes, at, 'true') ? at + 4 : irregular;
    case letterF:
      return hasText(bytes, at, 'false') ? at + 5 : irregular;
    default:
      return skipNumber(bytes, at);
  }
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

export function skipWhole(bytes: Buffer, from: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  const at = skipDigits(bytes, digits);
  if (bytes[digits] === zero) return at === from + 1 ? at : irregular;
  return at > digits && at - digits <= safeDigits ? at : irregular;
}

/** The offset after a decimal's digits, at most `scale` of them after the point; zeros may follow, see `skipZeros`. */
export function skipDecimal(bytes: Buffer, from: number, wholeDigits: number, scale: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  const at = skipDigits(bytes, digits);
  const count = at - digits;
  if (count === 0 || count > wholeDigits || (count > 1 && bytes[digits] === zero)) return irregular;
  if (bytes[at] !== point) return at;
  const most = at + 1 + scale;
  let after = at + 1;
  for (let byte = bytes[after] as number; byte >= zero && byte <= nine && after < most; )
    byte = bytes[++after] as number;
  return after > at + 1 ? after : irregular;
}

/** The offset after the zeros that begin at `from`, if any. */
export function skipZeros(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === zero) at++;
  return at;
}

/** The offset after a fraction of zeros only; `from` where there is no fraction. */
export function skipZeroFraction(bytes: Buffer, from: number): number {
  if (bytes[from] !== point) return from;
  const at = skipZeros(bytes, from + 1);
  return at > from + 1 ? at : irregular;
}

export function skipText(bytes: Buffer, from: number, end: number): number {
  if (bytes[from] !== quote) return irregular;
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte === backslash || byte < space) return irregular;
  }
  return irregular;
}

/** Whether there are only spaces up to the quote at `to`. */
export function isBlankText(bytes: Buffer, from: number, to: number): boolean {
  let at = from;
  while (bytes[at] === space) at++;
  return at === to;
}

/** yyyymmdd of a time `YYYY-MM-DD HH:MM:SS`, with a space or a `T`, or `irregular`. */
export function readInstantDate(bytes: Buffer, at: number): number {
  const between = bytes[at + 10];
  if (bytes[at + 4] !== dash || bytes[at + 7] !== dash) return irregular;
  if (between !== space && between !== capitalT) return irregular;
  if (bytes[at + 13] !== colon || bytes[at + 16] !== colon) return irregular;
  const year = readTwoDigits(bytes, at) * 100 + readTwoDigits(bytes, at + 2);
  const month = readTwoDigits(bytes, at + 5);
  const day = readTwoDigits(bytes, at + 8);
  const isTime =
    readTwoDigits(bytes, at + 11) <= 23 &&
    readTwoDigits(bytes, at + 14) <= 59 &&
    readTwoDigits(bytes, at + 17) <= 59;
  const isDate = year >= 1 && year <= 9999 && isDay(year, month, day);
  return isTime && isDate ? year * 10_000 + month * 100 + day : irregular;
}

/**
 * The offset after the milliseconds that follow a time's seconds: three digits. Further zeros may follow, see
 * `skipZeros`.
 */
export function skipMilliseconds(bytes: Buffer, from: number): number {
  const at = skipDigits(bytes, from + 1);
  return bytes[from] === point && at >= from + 4 ? from + 4 : irregular;
}

/** The offset after the zone of a time in UTC: nothing, `Z` or `+00:00`. */
export function skipUtc(bytes: Buffer, at: number): number {
  if (bytes[at] === capitalZ) return at + 1;
  return hasText(bytes, at, '+00:00') ? at + 6 : at;
}

function hasText(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function skipNumber(bytes: Buffer, from: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  let at = skipDigits(bytes, digits);
  if (at === digits || (at - digits > 1 && bytes[digits] === zero)) return irregular;
  if (bytes[at] === point) {
    const decimals = at + 1;
    at = skipDigits(bytes, decimals);
    if (at === decimals) return irregular;
  }
  if (bytes[at] === letterE || bytes[at] === capitalE) {
    const exponent = bytes[at + 1] === dash || bytes[at + 1] === plus ? at + 2 : at + 1;
    at = skipDigits(bytes, exponent);
    if (at === exponent) return irregular;
  }
  return at;
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte !== undefined && byte >= zero && byte <= nine; byte = bytes[at]) at++;
  return at;
}

/** The number of two digits; a number out of every range where they are not digits. */
function readTwoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - zero;
  const ones = (bytes[at + 1] as number) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}
