import { noteUnknown } from './host';
import { areSame, byteAt, skipSpace, wordAt } from './line-bytes';
import { skipPlainText, skipText } from './texts';

/*
 * Members under keys that no column has: they are checked as JSON and skipped, and their names are kept until the
 * line is taken. A field more in every line of an export must not send every line to the strict reader.
 */

/** More of them in a line are left to the strict reader: an export with so many uses data as field names. */
const mostUnknown: u32 = 16;

/** How deep brackets may be nested, the line's own object being 1. A bit of a word stands for each level. */
const deepest: u32 = 64;

/** The names of the line, eight bytes each: the address and the length, with quotes. */
const names: usize = memory.data(128, 8);

/**
 * Names by their position among those of a line, as the lines before had them, 80 bytes each, because most lines have
 * the same: a call to the host for each would take as long as the line.
 *   0  u32  how many lines in succession had it there, not yet passed to the host
 *   4  u32  its length with quotes
 *   8       its bytes
 */
const counts: usize = memory.data(1280, 8);
const countBytes: u32 = 80;
const longestCounted: u32 = 72;

/** How many the line has. */
export let unknownCount: u32 = 0;

export function clearUnknown(): void {
  unknownCount = 0;
}

/**
 * Skips the member whose key begins at an address, and keeps its name.
 *
 * @returns the address after its value; 0 where it is not JSON, its name has escapes or is repeated, or there are
 *   too many
 */
export function skipUnknown(key: usize): usize {
  if (unknownCount === mostUnknown) return 0;
  const keyEnd = skipPlainText(key);
  if (keyEnd === 0) return 0;
  const length = u32(keyEnd - key);
  for (let i: u32 = 0; i < unknownCount; i++) {
    const known = names + i * 8;
    if (load<u32>(known, 4) === length && areSame(load<u32>(known), key, length)) return 0;
  }
  const value = skipColon(keyEnd);
  if (value === 0) return 0;
  const end = skipValue(value);
  if (end === 0) return 0;
  const name = names + unknownCount * 8;
  store<u32>(name, u32(key));
  store<u32>(name, length, 4);
  unknownCount++;
  return end;
}

/** The address after a value of JSON; 0 where there is none, or it is nested too deeply. */
function skipValue(from: usize): usize {
  let at = from;
  /** The brackets that are open, the innermost in the lowest bit: 1 for an object, 0 for a list. */
  let brackets: u64 = 0;
  let depth: u32 = 1;
  while (true) {
    // A value begins here.
    const first = byteAt(at);
    if (first === 0x7b || first === 0x5b) {
      if (++depth > deepest) return 0;
      const isObject = first === 0x7b;
      brackets = (brackets << 1) | u64(isObject);
      at = skipSpace(at + 1);
      if (byteAt(at) !== (isObject ? 0x7d : 0x5d)) {
        if (isObject) at = skipKey(at);
        if (at === 0) return 0;
        continue;
      }
      at++;
      brackets >>= 1;
      depth--;
    } else {
      at = skipScalar(at);
      if (at === 0) return 0;
    }
    // A value has ended; so may those around it.
    while (true) {
      if (depth === 1) return at;
      at = skipSpace(at);
      const next = byteAt(at);
      const isObject = (brackets & 1) === 1;
      if (next === 0x2c) {
        at = skipSpace(at + 1);
        if (isObject) at = skipKey(at);
        if (at === 0) return 0;
        break;
      }
      if (next !== (isObject ? 0x7d : 0x5d)) return 0;
      at++;
      brackets >>= 1;
      depth--;
    }
  }
}

function skipScalar(at: usize): usize {
  switch (byteAt(at)) {
    case 0x22:
      return skipText(at);
    case 0x6e:
      return wordAt(at) === 0x6c6c756e ? at + 4 : 0;
    case 0x74:
      return wordAt(at) === 0x65757274 ? at + 4 : 0;
    case 0x66:
      return wordAt(at + 1) === 0x65736c61 ? at + 5 : 0;
    default:
      return skipNumber(at);
  }
}

/** The address of the value of the member whose key begins at an address. */
function skipKey(at: usize): usize {
  const end = skipText(at);
  return end === 0 ? 0 : skipColon(end);
}

function skipColon(keyEnd: usize): usize {
  const at = skipSpace(keyEnd);
  return byteAt(at) === 0x3a ? skipSpace(at + 1) : 0;
}

function skipNumber(from: usize): usize {
  const whole = byteAt(from) === 0x2d ? from + 1 : from;
  let at = skipDigits(whole);
  if (at === whole || (at > whole + 1 && byteAt(whole) === 0x30)) return 0;
  if (byteAt(at) === 0x2e) {
    const decimals = at + 1;
    at = skipDigits(decimals);
    if (at === decimals) return 0;
  }
  if ((byteAt(at) | 0x20) === 0x65) {
    const sign = byteAt(at + 1);
    const exponent = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = skipDigits(exponent);
    if (at === exponent) return 0;
  }
  return at;
}

function skipDigits(from: usize): usize {
  let at = from;
  while (byteAt(at) - 0x30 <= 9) at++;
  return at;
}

/** Counts the names of a line that was taken. */
export function countUnknown(): void {
  for (let i: u32 = 0; i < unknownCount; i++) {
    const name: usize = load<u32>(names + i * 8);
    const length = load<u32>(names + i * 8, 4);
    const counted = counts + i * countBytes;
    if (load<u32>(counted, 4) !== length || !areSame(counted + 8, name, length)) {
      passCount(counted);
      if (length > longestCounted) {
        noteUnknown(name + 1, length - 2, 1);
        continue;
      }
      store<u32>(counted, length, 4);
      memory.copy(counted + 8, name, length);
    }
    store<u32>(counted, load<u32>(counted) + 1);
  }
}

/** Passes to the host what was counted and not yet passed. */
export function passUnknownCounts(): void {
  for (let i: u32 = 0; i < mostUnknown; i++) passCount(counts + i * countBytes);
}

export function clearUnknownCounts(): void {
  memory.fill(counts, 0, mostUnknown * countBytes);
}

function passCount(counted: usize): void {
  const lines = load<u32>(counted);
  if (lines > 0) noteUnknown(counted + 9, load<u32>(counted, 4) - 2, lines);
  store<u32>(counted, 0);
  store<u32>(counted, 0, 4);
}
