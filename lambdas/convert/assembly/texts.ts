import { allocate } from './buffer';
import { byteAt, vectorAt } from './line-bytes';
import { setNull, setText } from './slots';

/* Texts: their ends, their escapes and their UTF-8. */

const quote: u32 = 0x22;
const backslash: u32 = 0x5c;
const space: u32 = 0x20;

/** Where the line's texts without their escapes are written: as many bytes as a line may have, and a vector. */
let unescapedFrom: usize = 0;
let unescapedAt: usize = 0;

export function reserveUnescaped(bytes: u32): void {
  unescapedFrom = allocate(bytes + 16);
}

/** Forgets the texts of the line before. */
export function clearUnescaped(): void {
  unescapedAt = unescapedFrom;
}

/**
 * Reads the text at an address into a column's slot: as it stands between its quotes, or, where it has escapes,
 * what they stand for. Only spaces, or nothing, is NULL.
 *
 * @returns the address after it; 0 where it is no text of Unicode, holds U+0000, or is NULL and required
 */
export function readText(at: usize, slot: usize, required: bool): usize {
  if (byteAt(at) !== quote) return 0;
  const from = at + 1;
  const end = findSpecial(from);
  if (byteAt(end) !== quote) return byteAt(end) === backslash ? readEscaped(from, slot, required) : 0;
  if (hasHighBytes && !isUtf8(from, end)) return 0;
  return finish(from, end, slot, required) ? end + 1 : 0;
}

/** Whether `findSpecial` passed bytes that are not ASCII. */
let hasHighBytes: bool = false;

/** The address of the first quote, backslash or control character. */
function findSpecial(from: usize): usize {
  let at = from;
  let high: i32 = 0;
  while (true) {
    const bytes = vectorAt(at);
    const special = specialBytes(bytes);
    const highBytes = i8x16.bitmask(bytes);
    if (special !== 0) {
      const count = ctz(special);
      hasHighBytes = (high | (highBytes & ((1 << count) - 1))) !== 0;
      return at + count;
    }
    high |= highBytes;
    at += 16;
  }
}

/** A bit for each of sixteen bytes that is a quote, a backslash or a control character. */
function specialBytes(bytes: v128): i32 {
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c));
  const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
  return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), controls));
}

/** Puts a text into its slot; false where it is NULL and required. */
function finish(from: usize, end: usize, slot: usize, required: bool): bool {
  if (from === end || load<u8>(from) === space) {
    let at = from;
    while (at < end && load<u8>(at) === space) at++;
    if (at === end) {
      setNull(slot);
      return !required;
    }
  }
  setText(slot, from, u32(end - from));
  return true;
}

/** Reads a text with escapes, whose beginning is after its quote. */
function readEscaped(from: usize, slot: usize, required: bool): usize {
  const after = skipText(from - 1);
  if (after === 0) return 0;
  const start = unescapedAt;
  let to = start;
  let at = from;
  while (true) {
    const bytes = vectorAt(at);
    // The rest of the vector is overwritten by what follows.
    v128.store(to, bytes);
    const special = specialBytes(bytes);
    if (special === 0) {
      at += 16;
      to += 16;
      continue;
    }
    const count = ctz(special);
    at += count;
    to += count;
    if (byteAt(at) === quote) break;
    const letter = byteAt(at + 1);
    if (letter !== 0x75) {
      store<u8>(to++, toCharacter(letter));
      at += 2;
      continue;
    }
    let unit = hexAt(at + 2);
    at += 6;
    // Half of a surrogate pair is no character; U+0000 is refused in every text.
    if (unit === 0 || (unit >= 0xdc00 && unit <= 0xdfff)) return 0;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      if (byteAt(at) !== backslash || byteAt(at + 1) !== 0x75) return 0;
      const low = hexAt(at + 2);
      if (low < 0xdc00 || low > 0xdfff) return 0;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }
    to = writeUtf8(to, unit);
  }
  unescapedAt = to;
  return finish(start, to, slot, required) ? after : 0;
}

/**
 * The address after the text of JSON at an address, whatever its escapes stand for; 0 where there is none, or it is
 * not UTF-8.
 */
export function skipText(at: usize): usize {
  if (byteAt(at) !== quote) return 0;
  let isAscii = true;
  let end = at + 1;
  while (true) {
    end = findSpecial(end);
    if (hasHighBytes) isAscii = false;
    const byte = byteAt(end);
    if (byte === quote) break;
    if (byte !== backslash) return 0;
    const letter = byteAt(end + 1);
    if (letter === 0x75) {
      if (hexAt(end + 2) > 0xffff) return 0;
      end += 6;
    } else {
      if (toCharacter(letter) === 0) return 0;
      end += 2;
    }
  }
  // An escape is ASCII, so it splits no character.
  return isAscii || isUtf8(at + 1, end) ? end + 1 : 0;
}

/** The address after a text without escapes; 0 where there is none. */
export function skipPlainText(at: usize): usize {
  if (byteAt(at) !== quote) return 0;
  const end = findSpecial(at + 1);
  if (byteAt(end) !== quote || (hasHighBytes && !isUtf8(at + 1, end))) return 0;
  return end + 1;
}

/** The character that a backslash and a letter stand for; 0 where JSON has no such escape. */
function toCharacter(letter: u32): u32 {
  switch (letter) {
    case 0x22:
    case 0x5c:
    case 0x2f:
      return letter;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return 0;
  }
}

/** The number of four hexadecimal digits; more than 0xffff where they are not. */
function hexAt(at: usize): u32 {
  let value: u32 = 0;
  for (let i = 0; i < 4; i++) {
    const byte = byteAt(at + i);
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = (value << 4) | (byte - 0x30);
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x61 + 10);
    else return u32.MAX_VALUE;
  }
  return value;
}

function writeUtf8(to: usize, character: u32): usize {
  if (character < 0x80) {
    store<u8>(to, character);
    return to + 1;
  }
  if (character < 0x800) {
    store<u8>(to, 0xc0 | (character >> 6));
    store<u8>(to, 0x80 | (character & 0x3f), 1);
    return to + 2;
  }
  if (character < 0x10000) {
    store<u8>(to, 0xe0 | (character >> 12));
    store<u8>(to, 0x80 | ((character >> 6) & 0x3f), 1);
    store<u8>(to, 0x80 | (character & 0x3f), 2);
    return to + 3;
  }
  store<u8>(to, 0xf0 | (character >> 18));
  store<u8>(to, 0x80 | ((character >> 12) & 0x3f), 1);
  store<u8>(to, 0x80 | ((character >> 6) & 0x3f), 2);
  store<u8>(to, 0x80 | (character & 0x3f), 3);
  return to + 4;
}

/**
 * Whether bytes are UTF-8: no character longer than it need be, none of a surrogate pair, none above U+10FFFF. The
 * byte at `end` is a quote, so that no character runs past it.
 */
function isUtf8(from: usize, end: usize): bool {
  let at = from;
  while (at < end) {
    const first = byteAt(at);
    if (first < 0x80) {
      at++;
      continue;
    }
    const second = byteAt(at + 1);
    if (first < 0xe0) {
      if (first < 0xc2 || !isContinuation(second)) return false;
      at += 2;
    } else if (first < 0xf0) {
      const least: u32 = first === 0xe0 ? 0xa0 : 0x80;
      const most: u32 = first === 0xed ? 0x9f : 0xbf;
      if (second < least || second > most || !isContinuation(byteAt(at + 2))) return false;
      at += 3;
    } else {
      const least: u32 = first === 0xf0 ? 0x90 : 0x80;
      const most: u32 = first === 0xf4 ? 0x8f : 0xbf;
      if (first > 0xf4 || second < least || second > most) return false;
      if (!isContinuation(byteAt(at + 2)) || !isContinuation(byteAt(at + 3))) return false;
      at += 4;
    }
  }
  return true;
}

function isContinuation(byte: u32): bool {
  return (byte & 0xc0) === 0x80;
}
