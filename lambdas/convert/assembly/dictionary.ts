import { allocate, Buffer } from './buffer';
import { copyText, isWhole } from './row-blocks';

/*
 * Dictionaries of the values of one column chunk: each distinct value once, in the order in which they come, and for
 * each value its place. A table of places, found by hash, is the same for all chunks, one after the other.
 */

/** The most distinct values: their hash table stays in a processor's second cache. */
const maxDistinct: i32 = 65_536;
const maxSlots: i32 = maxDistinct * 2;
const empty: u32 = 0xffffffff;

const table: usize = allocate(<usize>maxSlots * 4);
let shift: u64 = 0;
let mask: usize = 0;

/** Where each text of the dictionary is in its page, from the page's start. */
const offsets: usize = allocate(<usize>maxDistinct * 4);

/** After so many values, a dictionary that most of them are new to is given up. */
const sample: i32 = 2048;

/** Room for a text that does not lie in one piece. */
let joined: usize = 0;
let joinedCapacity: i32 = 0;

function clearTable(distinct: i32): void {
  let slots = 64;
  let bits = 6;
  while (slots < distinct * 2) {
    slots *= 2;
    bits++;
  }
  mask = <usize>slots - 1;
  shift = <u64>(64 - bits);
  memory.fill(table, 0xff, <usize>slots * 4);
}

/* Odd numbers without a pattern, whose halves are put together because an editor takes them for JavaScript's. */
const golden: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;
const mixer: u64 = ((<u64>0xd6e8feb8) << 32) | 0x6659fd93;

/** A hash whose highest bits depend on all bits of the value. */
function spread(value: u64): u64 {
  const product = value * golden;
  return (product ^ (product >> 29)) * mixer;
}

/**
 * Collects the distinct integers of a chunk, 8 bytes each, into its dictionary page, and the place of each value.
 *
 * @param values i64 each
 * @param places room for a u32 each
 * @param most more distinct values do not pay
 * @returns the distinct values; -1 where a dictionary does not pay
 */
export function collectIntegers(values: usize, count: i32, places: usize, most: i32, page: Buffer): i32 {
  most = min<i32>(most, maxDistinct);
  clearTable(most);
  page.clear();
  page.reserve(<usize>(most + 1) * 8);
  const dictionary = page.start;
  const end = values + ((<usize>count) << 3);
  const sampleEnd = count > sample ? values + ((<usize>sample) << 3) : 0;
  let distinct = 0;
  let last: i64 = 0;
  let place: u32 = empty;
  for (; values < end; values += 8, places += 4) {
    const value = load<i64>(values);
    if (value !== last || place === empty) {
      last = value;
      let slot = <usize>(spread(value) >> shift);
      for (;;) {
        place = load<u32>(table + (slot << 2));
        if (place === empty) {
          if (distinct === most) return -1;
          place = distinct++;
          store<u32>(table + (slot << 2), place);
          store<i64>(dictionary + ((<usize>place) << 3), value);
          break;
        }
        if (load<i64>(dictionary + ((<usize>place) << 3)) === value) break;
        slot = (slot + 1) & mask;
      }
    }
    store<u32>(places, place);
    if (values === sampleEnd && distinct > sample / 2) return -1;
  }
  page.at = dictionary + ((<usize>distinct) << 3);
  return distinct;
}

/**
 * Collects the distinct texts of a chunk, each behind its length (u32), into its dictionary page, and the place of
 * each value.
 *
 * @param values address and length of each, as rows store them
 * @param places room for a u32 each
 * @param mostBytes a larger page does not pay
 * @returns the distinct values; -1 where a dictionary does not pay
 */
export function collectTexts(values: usize, count: i32, places: usize, mostBytes: i32, page: Buffer): i32 {
  clearTable(min<i32>(count, maxDistinct));
  page.clear();
  const end = values + ((<usize>count) << 3);
  const sampleEnd = count > sample ? values + ((<usize>sample) << 3) : 0;
  let distinct = 0;
  for (; values < end; values += 8, places += 4) {
    const length = load<i32>(values, 4);
    let text = <usize>load<u32>(values);
    if (!isWhole(text, length)) text = joinText(text, length);
    let slot = <usize>(hashText(text, length) >> shift);
    let place: u32;
    for (;;) {
      place = load<u32>(table + (slot << 2));
      if (place === empty) {
        if (distinct === maxDistinct || page.length + 4 + length > mostBytes) return -1;
        place = distinct++;
        store<u32>(table + (slot << 2), place);
        store<u32>(offsets + ((<usize>place) << 2), page.length);
        page.reserve(<usize>length + 4 + 16); // 16 bytes can be read behind a text
        page.addU32(length);
        page.addBytes(text, length);
        break;
      }
      const known = page.start + load<u32>(offsets + ((<usize>place) << 2));
      if (load<i32>(known) === length && isSame(known + 4, text, length)) break;
      slot = (slot + 1) & mask;
    }
    store<u32>(places, place);
    if (values === sampleEnd && distinct > (sample / 10) * 9) return -1;
  }
  return distinct;
}

/** The text in one piece, until the next call. */
export function joinText(text: usize, length: i32): usize {
  if (length > joinedCapacity) {
    joinedCapacity = max<i32>(length, joinedCapacity * 2);
    joined = allocate(joinedCapacity);
  }
  copyText(text, length, joined);
  return joined;
}

/** Reads 8 bytes behind a text that is shorter than 8. */
function hashText(text: usize, length: i32): u64 {
  if (length <= 8) {
    const unused = <u64>(64 - (length << 3));
    const bytes = length === 0 ? 0 : (load<u64>(text) << unused) >> unused;
    return spread(bytes ^ ((<u64>length) << 59));
  }
  let hash = <u64>length;
  const last = text + length - 8;
  for (; text < last; text += 8) hash = rotl<u64>(spread(hash ^ load<u64>(text)), 23);
  return spread(hash ^ load<u64>(last));
}

/** Reads 16 bytes behind both texts. */
function isSame(left: usize, right: usize, length: i32): bool {
  while (length >= 16) {
    if (v128.any_true(v128.xor(v128.load(left), v128.load(right)))) return false;
    left += 16;
    right += 16;
    length -= 16;
  }
  const equal = i8x16.bitmask(i8x16.eq(v128.load(left), v128.load(right)));
  return (~equal & ((1 << length) - 1)) === 0;
}
