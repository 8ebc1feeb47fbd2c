/*
 * Reads of a line's bytes. A line ends with an LF, and `padding` bytes behind the buffer's last line are readable, so
 * that words and vectors may be read across a line's end. The debug build checks every read; the release build, none.
 */

/** The bytes behind the last LF that may be read: more than the longest literal, 96 bytes, and a vector. */
export const padding: u32 = 128;

let readableFrom: usize = 0;
let readableEnd: usize = 0;

/** Permits reads from the first line's beginning up to `padding` bytes behind the last LF, which is before `end`. */
export function permitReads(from: usize, end: usize): void {
  readableFrom = from;
  readableEnd = end + padding;
}

export function byteAt(at: usize): u32 {
  assert(at >= readableFrom && at < readableEnd);
  return load<u8>(at);
}

/** Four bytes as a little-endian word. */
export function wordAt(at: usize): u32 {
  assert(at >= readableFrom && at + 4 <= readableEnd);
  return load<u32>(at);
}

/** Eight bytes as a little-endian word. */
export function longAt(at: usize): u64 {
  assert(at >= readableFrom && at + 8 <= readableEnd);
  return load<u64>(at);
}

/** Sixteen bytes. */
export function vectorAt(at: usize): v128 {
  assert(at >= readableFrom && at + 16 <= readableEnd);
  return v128.load(at);
}

/** White space within a line, as JSON has it. */
export function isSpace(byte: u32): bool {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

export function skipSpace(from: usize): usize {
  let at = from;
  while (isSpace(byteAt(at))) at++;
  return at;
}

/** Whether two ranges of so many bytes are the same. */
export function areSame(a: usize, b: usize, length: u32): bool {
  return memory.compare(a, b, length) === 0;
}
