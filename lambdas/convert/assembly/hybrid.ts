import { Buffer } from './buffer';

/*
 * Parquet's hybrid of run lengths and bit packing: a run of equal values is its doubled length and the value once,
 * other values are packed in groups of eight behind the doubled number of groups plus one.
 *
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */

/** A shorter run is packed: its own header and those around it would be longer. */
const shortestRun: i32 = 16;

/** The bits that the numbers below `count` need. */
export function bitsFor(count: i32): i32 {
  return count <= 1 ? 0 : 32 - <i32>clz<u32>(<u32>count - 1);
}

/**
 * Encodes u32 values that are below 2^bits.
 *
 * @param from where they are, 4 bytes each
 */
export function addHybrid(out: Buffer, from: usize, count: i32, bits: i32): void {
  if (bits === 0) {
    out.addVarint((<u64>count) << 1);
    return;
  }
  const end = from + ((<usize>count) << 2);
  /** The first value that is not yet written. */
  let pending = from;
  let at = from;
  while (at < end) {
    const value = load<u32>(at);
    let runEnd = at + 4;
    while (runEnd < end && load<u32>(runEnd) === value) runEnd += 4;
    // Values before a run are packed in groups of eight: the last group is filled from the run.
    const lead = (8 - (<i32>((at - pending) >> 2) & 7)) & 7;
    if (<i32>((runEnd - at) >> 2) >= lead + shortestRun) {
      const start = at + ((<usize>lead) << 2);
      addPacked(out, pending, <i32>((start - pending) >> 2), bits);
      out.addVarint((<u64>((runEnd - start) >> 2)) << 1);
      for (let shift = 0; shift < bits; shift += 8) out.addByte((value >> shift) & 0xff);
      pending = runEnd;
    }
    at = runEnd;
  }
  addPacked(out, pending, <i32>((end - pending) >> 2), bits);
}

/** Packs values in groups of eight, the lowest bit first; the last group is filled with zeros. */
function addPacked(out: Buffer, from: usize, count: i32, bits: i32): void {
  if (count === 0) return;
  const groups = (count + 7) >> 3;
  const bytes = <usize>(groups * bits);
  out.addVarint(((<u64>groups) << 1) | 1);
  out.reserve(bytes + 8);
  let at = out.at;
  out.at += bytes;
  let word: u64 = 0;
  let filled: u64 = 0;
  const end = from + ((<usize>count) << 2);
  for (; from < end; from += 4) {
    word |= (<u64>load<u32>(from)) << filled;
    filled += bits;
    if (filled >= 32) {
      store<u32>(at, <u32>word);
      at += 4;
      word >>= 32;
      filled -= 32;
    }
  }
  while (at < out.at) {
    store<u32>(at, <u32>word);
    at += 4;
    word = 0;
  }
}
