import { boundIntegers, boundTexts, clearBounds, greatestInteger, leastInteger } from './bounds';
import { allocate, newBuffer } from './buffer';
import {
  addLevels,
  countValid,
  gatherConstant,
  gatherValues,
  maxRows,
  values,
  valuesCount,
} from './chunk-values';
import { DateRows } from './date-rows';
import { addDeltas, fitsDelta } from './delta';
import { collectIntegers, collectTexts } from './dictionary';
import { addHybrid, bitsFor } from './hybrid';
import { beginPages, encodingDelta, encodingDictionary, encodingPlain, writePages } from './page';
import { copyText } from './row-blocks';

/*
 * A column chunk: the values of one column in one row group, in a dictionary where that pays, then as places in it;
 * else integers as differences and texts as they are.
 */

/** A data page of texts ends behind the row with which it reaches so many bytes. */
const pageBytes: i32 = 1 << 20;

/** The place in the dictionary of each value, u32 each. */
const places: usize = allocate(<usize>maxRows * 4);
const dictionary = newBuffer(1 << 20);
const data = newBuffer(1 << 20);

/** How the values of the chunk are encoded. */
export let encoding: i32 = 0;
/** Distinct values where there is a dictionary, else 0. */
export let distinct: i32 = 0;
export let nullsCount: i32 = 0;

/** Writes the pages of a stored column of integers: in a dictionary, as differences or as they are. */
export function writeIntegers(date: DateRows, column: i32): void {
  beginChunk(date, column);
  const count = valuesCount;
  if (count > 0) boundIntegers(values, count);
  distinct = collectIntegers(values, count, places, count / 4, dictionary);
  // A dictionary of few values is always the shortest.
  if (distinct > 0 && distinct <= count / 16) {
    writePlaces(date);
    return;
  }
  addLevels(data, 0, date.rows);
  const start = data.length;
  let shortest = count << 3;
  if (count > 0 && fitsDelta(leastInteger(), greatestInteger())) {
    addDeltas(data, values, count);
    if (data.length - start < shortest) {
      encoding = encodingDelta;
      shortest = data.length - start;
    }
  }
  if (distinct > 0 && dictionaryLength() < shortest) {
    data.clear();
    writePlaces(date);
    return;
  }
  if (encoding === encodingPlain) {
    data.at = data.start + start;
    data.addBytes(values, shortest);
  }
  forgetDictionary();
  writePages(date, dictionary, 0, data, date.rows, encoding);
}

/** Writes the pages of a stored column of texts. */
export function writeTexts(date: DateRows, column: i32): void {
  beginChunk(date, column);
  const count = valuesCount;
  distinct = collectTexts(values, count, places, pageBytes, dictionary);
  if (distinct > 0 && dictionaryLength() < plainLength(0, count)) {
    boundTexts(dictionary.start, dictionary.at);
    writePlaces(date);
    return;
  }
  forgetDictionary();
  let first = 0;
  let row = 0;
  do {
    const from = row;
    let end = first;
    let bytes: i64 = 0;
    while (row < date.rows && bytes < pageBytes) {
      const next = end + countValid(row);
      bytes += plainLength(end, next);
      end = next;
      row = min<i32>(row + 8, date.rows);
    }
    data.clear();
    addLevels(data, from, row - from);
    const start = data.length;
    for (let index = first; index < end; index++) addText(index);
    if (end > first) boundTexts(data.start + start, data.at);
    writePages(date, dictionary, 0, data, row - from, encodingPlain);
    first = end;
  } while (row < date.rows);
}

/** Writes the pages of a column whose text is the same in all rows. */
export function writeConstant(date: DateRows, text: usize, length: i32): void {
  clearChunk();
  gatherConstant(date.rows);
  dictionary.clear();
  dictionary.addU32(length);
  dictionary.addBytes(text, length);
  boundTexts(dictionary.start, dictionary.at);
  distinct = 1;
  writePlaces(date);
}

function beginChunk(date: DateRows, column: i32): void {
  clearChunk();
  gatherValues(date, column);
  nullsCount = date.rows - valuesCount;
}

function clearChunk(): void {
  beginPages();
  clearBounds();
  data.clear();
  encoding = encodingPlain;
  nullsCount = 0;
}

function forgetDictionary(): void {
  distinct = 0;
  dictionary.clear();
}

/** The bytes of the dictionary and of the places in it, were none repeated in a run. */
function dictionaryLength(): i32 {
  return dictionary.length + ((valuesCount * bitsFor(distinct)) >> 3);
}

/** Writes the dictionary and the places of the values in it. */
function writePlaces(date: DateRows): void {
  const rows = date.rows;
  const bits = bitsFor(distinct);
  addLevels(data, 0, rows);
  data.addByte(bits);
  addHybrid(data, places, valuesCount, bits);
  encoding = encodingDictionary;
  writePages(date, dictionary, distinct, data, rows, encoding);
}

/** The bytes of some texts, each with its length. */
function plainLength(from: i32, to: i32): i64 {
  let bytes: i64 = 0;
  for (let index = from; index < to; index++) bytes += 4 + load<i32>(values + ((<usize>index) << 3), 4);
  return bytes;
}

function addText(index: i32): void {
  const value = values + ((<usize>index) << 3);
  const length = load<i32>(value, 4);
  data.reserve(<usize>length + 4);
  data.addU32(length);
  copyText(<usize>load<u32>(value), length, data.at);
  data.at += length;
}
