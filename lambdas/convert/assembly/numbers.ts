import { digitsCount, powerOfTen, readDigits } from './digits';
import { byteAt } from './line-bytes';
import { setInteger, setNull } from './slots';

/*
 * Whole numbers and decimals, in quotes or not. Each function reads the value at an address into a column's slot and
 * returns the address after it, or 0 where it is not regular.
 */

const quote: u32 = 0x22;
const dash: u32 = 0x2d;
const point: u32 = 0x2e;
const zero: u32 = 0x30;

/** An int64; zeros may follow a point. */
export function readWhole(at: usize, slot: usize, required: bool): usize {
  const isQuoted = byteAt(at) === quote;
  const sign = at + usize(isQuoted);
  const isNegative = byteAt(sign) === dash;
  const start = sign + usize(isNegative);
  const digits = readDigits(start);
  const count = digitsCount;
  if (count === 0) return isQuoted ? readBlank(sign, slot, required) : 0;
  if ((count > 1 && byteAt(start) === zero) || (count > 18 && !fitsInt64(digits, count, isNegative)))
    return 0;
  setInteger(slot, isNegative ? 0 - i64(digits) : i64(digits));
  let after = start + count;
  if (byteAt(after) === point) after = skipZeros(after + 1);
  return isQuoted ? skipQuote(after) : after;
}

/**
 * A decimal of at most `wholeDigits` digits before the point and `scale` after it, which is stored times 10 to the
 * power of the scale. Zeros may follow.
 */
export function readDecimal(at: usize, slot: usize, required: bool, wholeDigits: u32, scale: u32): usize {
  const isQuoted = byteAt(at) === quote;
  const sign = at + usize(isQuoted);
  const isNegative = byteAt(sign) === dash;
  const start = sign + usize(isNegative);
  const digits = readDigits(start);
  const count = digitsCount;
  if (count === 0) return isQuoted ? readBlank(sign, slot, required) : 0;
  if (count > 1 && (byteAt(start) === zero || count > wholeDigits)) return 0;
  // A single zero before the point is no digit of the value.
  if (wholeDigits === 0 && digits !== 0) return 0;
  let value = digits * powerOfTen(scale);
  let after = start + count;
  if (byteAt(after) === point) {
    const decimals = after + 1;
    const fraction = readDigits(decimals);
    const places = digitsCount;
    if (places === 0) return 0;
    if (places <= scale) {
      value += fraction * powerOfTen(scale - places);
      after = decimals + places;
    } else {
      value += readFraction(decimals, scale);
      after = skipZeros(decimals + scale);
    }
  }
  setInteger(slot, isNegative ? 0 - i64(value) : i64(value));
  return isQuoted ? skipQuote(after) : after;
}

/** Whether a number of 19 digits fits an int64, whose negative range is larger by one. */
function fitsInt64(digits: u64, count: u32, isNegative: bool): bool {
  return count === 19 && digits <= u64(i64.MAX_VALUE) + u64(isNegative);
}

/** The number of exactly so many digits, which are there. */
function readFraction(at: usize, places: u32): u64 {
  let value: u64 = 0;
  for (let i: u32 = 0; i < places; i++) value = value * 10 + u64(byteAt(at + i) - zero);
  return value;
}

/** The address after one zero or more; 0 where there is none. A digit that follows is not regular to the caller. */
function skipZeros(from: usize): usize {
  let at = from;
  while (byteAt(at) === zero) at++;
  return at > from ? at : 0;
}

/** The address after the quote at an address, or 0; 0 stays 0. */
export function skipQuote(at: usize): usize {
  return at !== 0 && byteAt(at) === quote ? at + 1 : 0;
}

/** Spaces alone, or nothing, up to a quote: NULL, where the column may be. */
export function readBlank(from: usize, slot: usize, required: bool): usize {
  let at = from;
  while (byteAt(at) === 0x20) at++;
  if (required || byteAt(at) !== quote) return 0;
  setNull(slot);
  return at + 1;
}
