import { Buffer } from './buffer';

/*
 * Parquet's DELTA_BINARY_PACKED: differences in blocks of 128, each less the smallest of its block, packed in four
 * miniblocks with as many bits as the largest of each needs. Numbers that rise by little, as times, ids and line
 * numbers do, take a few bits instead of 64, and cost less to pack than PLAIN costs to compress.
 *
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
const blockValues: i32 = 128;
const miniblocks: i32 = 4;
const miniblockValues: i32 = blockValues / miniblocks;

/** Whether differences of numbers in this range are far from the bounds of 64 bits, where some readers err. */
export function fitsDelta(least: i64, greatest: i64): bool {
  return <u64>(greatest - least) < (<u64>1) << 61;
}

/** Encodes at least one i64. */
export function addDeltas(out: Buffer, from: usize, count: i32): void {
  out.addVarint(blockValues);
  out.addVarint(miniblocks);
  out.addVarint(count);
  out.addZigzag(load<i64>(from));
  // The difference at `at` is of the value there and the one before.
  let at = from + 8;
  for (let rest = count - 1; rest > 0; rest -= blockValues) {
    const values = min<i32>(rest, blockValues);
    addBlock(out, at, values);
    at += (<usize>values) << 3;
  }
}

function addBlock(out: Buffer, from: usize, count: i32): void {
  const end = from + ((<usize>count) << 3);
  let least = i64.MAX_VALUE;
  for (let at = from; at < end; at += 8) least = min<i64>(least, load<i64>(at) - load<i64>(at - 8));
  out.addZigzag(least);
  out.reserve(<usize>(miniblocks + blockValues * 8 + 16));
  const widths = out.at;
  store<u32>(widths, 0);
  out.at += miniblocks;
  for (let index = 0; index < miniblocks; index++) {
    const first = from + <usize>(index * miniblockValues) * 8;
    if (first >= end) return;
    const last = min<usize>(first + <usize>miniblockValues * 8, end);
    let all: u64 = 0;
    for (let at = first; at < last; at += 8) all |= <u64>(load<i64>(at) - load<i64>(at - 8) - least);
    const bits = 64 - <i32>clz<u64>(all);
    store<u8>(widths + index, bits);
    addMiniblock(out, first, last, least, bits);
  }
}

/** Packs the differences of a miniblock, which is filled with zeros where values end within it. */
function addMiniblock(out: Buffer, from: usize, end: usize, least: i64, bits: i32): void {
  let to = out.at;
  out.at += <usize>(bits * (miniblockValues / 8));
  assert(out.at + 8 <= out.end, 'a miniblock beyond its buffer');
  let word: u64 = 0;
  let filled: u64 = 0;
  for (let at = from; at < end; at += 8) {
    const difference = <u64>(load<i64>(at) - load<i64>(at - 8) - least);
    word |= difference << filled;
    filled += bits;
    if (filled >= 64) {
      store<u64>(to, word);
      to += 8;
      filled -= 64;
      word = filled === 0 ? 0 : difference >> (<u64>bits - filled);
    }
  }
  for (; to < out.at; to += 8) {
    store<u64>(to, word);
    word = 0;
  }
}
