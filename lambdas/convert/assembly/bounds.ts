import { allocate, Buffer, newBuffer } from './buffer';
import { addBinary, addBoolean } from './thrift';

/*
 * The least and the greatest value of a column chunk, by which readers skip row groups. Integers are 8 bytes,
 * lowest first; texts are compared byte by byte, without a sign, which is also the order of their characters.
 */

/** Where either bound is a longer text, the chunk has no bounds: the format wants none that is wrong. */
const maxBoundBytes: i32 = 256;

const noBounds: i32 = 0;
const ofIntegers: i32 = 1;
const ofTexts: i32 = 2;
let bounds: i32 = noBounds;
let least: i64 = 0;
let greatest: i64 = 0;
/** Each behind its length (u32). */
const leastText = newBuffer(1024);
const greatestText = newBuffer(1024);
const integer = allocate(8);

export function clearBounds(): void {
  bounds = noBounds;
}

/** Finds the bounds of at least one integer. */
export function boundIntegers(values: usize, count: i32): void {
  const end = values + ((<usize>count) << 3);
  let low = i64.MAX_VALUE;
  let high = i64.MIN_VALUE;
  for (; values < end; values += 8) {
    const value = load<i64>(values);
    low = min<i64>(low, value);
    high = max<i64>(high, value);
  }
  bounds = ofIntegers;
  least = low;
  greatest = high;
}

export function leastInteger(): i64 {
  return least;
}

export function greatestInteger(): i64 {
  return greatest;
}

/**
 * Widens the bounds to at least one more text.
 *
 * @param texts each behind its length (u32)
 */
export function boundTexts(texts: usize, end: usize): void {
  let low = texts;
  let high = texts;
  for (let at = texts; at < end; at += 4 + <usize>load<u32>(at)) {
    if (compareTexts(at, low) < 0) low = at;
    if (compareTexts(at, high) > 0) high = at;
  }
  if (bounds === noBounds || compareTexts(low, leastText.start) < 0) keepText(leastText, low);
  if (bounds === noBounds || compareTexts(high, greatestText.start) > 0) keepText(greatestText, high);
  bounds = ofTexts;
}

function keepText(bound: Buffer, text: usize): void {
  bound.clear();
  bound.addBytes(text, <usize>load<u32>(text) + 4);
}

function compareTexts(left: usize, right: usize): i32 {
  const leftLength = load<i32>(left);
  const rightLength = load<i32>(right);
  const order = memory.compare(left + 4, right + 4, min<i32>(leftLength, rightLength));
  return order !== 0 ? order : leftLength - rightLength;
}

/** Adds the bounds, where there are any, as the fields 5 to 8 of Parquet's `Statistics`. */
export function addBounds(out: Buffer): void {
  if (bounds === noBounds) return;
  if (bounds === ofIntegers) {
    store<i64>(integer, greatest);
    addBinary(out, 5, integer, 8);
    store<i64>(integer, least);
    addBinary(out, 6, integer, 8);
  } else {
    const high = greatestText.start;
    const low = leastText.start;
    if (load<i32>(high) > maxBoundBytes || load<i32>(low) > maxBoundBytes) return;
    addBinary(out, 5, high + 4, load<i32>(high));
    addBinary(out, 6, low + 4, load<i32>(low));
  }
  // They are exact.
  addBoolean(out, 7, true);
  addBoolean(out, 8, true);
}
