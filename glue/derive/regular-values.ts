import {
  backslash,
  capitalE,
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
import { isDay } from './value-reader.ts';

/*
 * What a regular value looks like, byte by byte. Each function gives the place after the value that begins at a
 * place, or `irregular`; bytes are valid UTF-8, and an LF ends every line.
 */

/** What stands for a place where nothing regular stands. */
export const irregular = -1;

/** `"YYYY-MM-DD HH:MM:SS"` */
export const instantLength = 21;
/** Digits that fit an int64 whatever they are. */
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

/** A value of JSON that holds no other: a text without escapes, a number, true, false or null. */
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

export function skipWhole(bytes: Buffer, from: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  const at = skipDigits(bytes, digits);
  if (bytes[digits] === zero) return at === from + 1 ? at : irregular;
  return at > digits && at - digits <= safeDigits ? at : irregular;
}

export function skipDecimal(bytes: Buffer, from: number, wholeDigits: number, scale: number): number {
  const digits = bytes[from] === dash ? from + 1 : from;
  const at = skipDigits(bytes, digits);
  const count = at - digits;
  if (count === 0 || count > wholeDigits || (count > 1 && bytes[digits] === zero)) return irregular;
  if (bytes[at] !== point) return at;
  const after = skipDigits(bytes, at + 1);
  return after > at + 1 && after - at - 1 <= scale ? after : irregular;
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
export function isBlank(bytes: Buffer, from: number, to: number): boolean {
  let at = from;
  while (bytes[at] === space) at++;
  return at === to;
}

/** yyyymmdd of a quoted moment, or `irregular`. */
export function readInstantDate(bytes: Buffer, at: number): number {
  if (bytes[at] !== quote || bytes[at + 20] !== quote) return irregular;
  if (bytes[at + 5] !== dash || bytes[at + 8] !== dash || bytes[at + 11] !== space) return irregular;
  if (bytes[at + 14] !== colon || bytes[at + 17] !== colon) return irregular;
  const year = readTwoDigits(bytes, at + 1) * 100 + readTwoDigits(bytes, at + 3);
  const month = readTwoDigits(bytes, at + 6);
  const day = readTwoDigits(bytes, at + 9);
  const isTime =
    readTwoDigits(bytes, at + 12) <= 23 &&
    readTwoDigits(bytes, at + 15) <= 59 &&
    readTwoDigits(bytes, at + 18) <= 59;
  const isDate = year >= 1 && year <= 9999 && isDay(year, month, day);
  return isTime && isDate ? year * 10_000 + month * 100 + day : irregular;
}

/** The number that two digits make; one beyond every bound of a time where they are none. */
function readTwoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - zero;
  const ones = (bytes[at + 1] as number) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}
