import { capitalE, dash, letterE, nine, plus, point, zero } from './ascii.ts';

/** A number exactly: its digits without zeros at either end ('' for zero), times ten to the power of the exponent. */
export interface ExactNumber {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Reads a number as JSON writes it, from its text alone: no digit passes through a floating-point number. The work
 * grows with the text and not with the exponent.
 *
 * @returns undefined where the text is not a number of JSON's grammar
 */
export function readNumber(text: string): ExactNumber | undefined {
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
export function countDecimals({ digits, exponent }: ExactNumber): number {
  return digits === '' ? 0 : Math.max(0, -exponent);
}

/** How many digits stand before the point; none of `0.5`. */
export function countWholeDigits({ digits, exponent }: ExactNumber): number {
  return digits === '' ? 0 : Math.max(0, digits.length + exponent);
}

/** The number in plain digits, without exponent; as long as it has digits, so count them first. */
export function toPlainDigits({ isNegative, digits, exponent }: ExactNumber): string {
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  if (exponent >= 0) return `${sign}${digits}${'0'.repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The place after the decimal digits that begin at `from`. */
export function skipDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at++;
  return at;
}

/** What stands from `at` to the end as an exponent: 0 for nothing, undefined where it is not one. */
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

/** More than any line has digits: a larger exponent comes to the same. */
const mostExponent = 1e12;
