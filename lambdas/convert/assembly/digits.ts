import { longAt } from './line-bytes';

/* Decimal digits, eight at a time in a 64-bit word: in memory's order, the first digit is the lowest byte. */

/** 10 to the powers 0 to 18, eight bytes each. */
const powers: usize = memory.data<u64>([
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
]);

/** The most digits that `readDigits` reads to an exact number. */
export const exactDigits: u32 = 19;

/** How many digits the last `readDigits` found. */
export let digitsCount: u32 = 0;

export function powerOfTen(exponent: u32): u64 {
  assert(exponent <= 18);
  return load<u64>(powers + ((<usize>exponent) << 3));
}

/**
 * Reads the digits that begin at an address. Their number is `digitsCount`, of which 24 stands for 24 or more.
 *
 * @returns their value where there are at most `exactDigits`; 0 without digits; else no value of use
 */
export function readDigits(at: usize): u64 {
  const first = longAt(at);
  const count = countDigits(first);
  digitsCount = count;
  if (count < 8) return count === 0 ? 0 : parseDigits(first, count);
  return readMoreDigits(at, parseDigits(first, 8));
}

/** Reads on after eight digits. */
function readMoreDigits(at: usize, head: u64): u64 {
  const second = longAt(at + 8);
  const count = countDigits(second);
  digitsCount = 8 + count;
  if (count < 8) return count === 0 ? head : head * powerOfTen(count) + parseDigits(second, count);
  const third = longAt(at + 16);
  const rest = countDigits(third);
  digitsCount = 16 + rest;
  const sixteen = head * 100_000_000 + parseDigits(second, 8);
  return rest === 0 || rest > exactDigits - 16
    ? sixteen
    : sixteen * powerOfTen(rest) + parseDigits(third, rest);
}

/** How many of the eight bytes, from the lowest on, are digits. */
function countDigits(word: u64): u32 {
  // Digits become 0 to 9; adding 0x76 to any larger byte sets its highest bit, or the byte had it before. A carry
  // out of a byte reaches only bytes above it, which no longer count.
  const values = word ^ 0x3030303030303030;
  const others = ((values + 0x7676767676767676) | values) & 0x8080808080808080;
  return u32(ctz<u64>(others) >> 3);
}

/** The number of the lowest `count` bytes, which are digits: 1 to 8. Two, four and eight are joined at a time. */
function parseDigits(word: u64, count: u32): u64 {
  let value = (word ^ 0x3030303030303030) << (64 - 8 * u64(count));
  value = (value * 10 + (value >> 8)) & 0x00ff00ff00ff00ff;
  value = (value * 100 + (value >> 16)) & 0x0000ffff0000ffff;
  return (value * 10_000 + (value >> 32)) & 0xffffffff;
}
