import { Buffer, newBuffer } from './buffer';
import { DateRows } from './date-rows';
import { compress } from './host';
import { out, writePiece } from './output';
import { addBoolean, addI32, addStruct, beginStruct, endStruct } from './thrift';

/*
 * Parquet's pages of version 1: a header (a Thrift struct), then the bytes, compressed where the column chunk is.
 *
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

export const encodingPlain: i32 = 0;
export const encodingDictionary: i32 = 2; // PLAIN_DICTIONARY, as DuckDB writes it
export const encodingLevels: i32 = 3; // RLE
export const encodingDelta: i32 = 5; // DELTA_BINARY_PACKED

export const uncompressed: i32 = 0;
export const zstandard: i32 = 6;

/** With few rows a file is mostly its footer: compressing the rest gains nothing and costs its readers. */
const fewRows: i32 = 100;
/** The same of a chunk of few bytes. */
const fewBytes: i32 = 1024;

const packedDictionary = newBuffer(65536);
const packedData = newBuffer(1 << 20);

/** A column chunk whose pages are being written. Sizes are those of pages with their headers. */
export let codec: i32 = -1;
export let rawBytes: i64 = 0;
export let packedBytes: i64 = 0;
/** Of the dictionary page; 0 where there is none. */
export let dictionaryBytes: i64 = 0;

/** Begins the pages of a column chunk. */
export function beginPages(): void {
  codec = -1;
  rawBytes = 0;
  packedBytes = 0;
  dictionaryBytes = 0;
}

/**
 * Writes the dictionary page and the first data page, or a data page alone. The first call of a chunk decides
 * whether the chunk is compressed.
 *
 * @param dictionary empty where there is none
 * @param rows of the data page, NULLs among them
 */
export function writePages(
  date: DateRows,
  dictionary: Buffer,
  distinct: i32,
  data: Buffer,
  rows: i32,
  encoding: i32,
): void {
  const raw = dictionary.length + data.length;
  if (codec < 0 && (date.rows <= fewRows || raw < fewBytes)) codec = uncompressed;
  if (codec !== uncompressed) {
    pack(dictionary, packedDictionary);
    pack(data, packedData);
    // A twentieth at least, else readers unpack it for nothing.
    if (codec < 0)
      codec = packedDictionary.length + packedData.length < raw - raw / 20 ? zstandard : uncompressed;
  }
  const isPacked = codec === zstandard;
  if (distinct > 0) addDictionaryPage(dictionary, isPacked ? packedDictionary : dictionary, distinct);
  addDataPage(data, isPacked ? packedData : data, rows, encoding);
  writePiece(date);
}

function pack(raw: Buffer, packed: Buffer): void {
  packed.clear();
  const length = raw.length;
  if (length === 0) return;
  // The most that Zstandard makes of so many bytes.
  const room = length + (length >> 8) + 128;
  packed.reserve(room);
  const result = compress(raw.start, length, packed.at, room);
  if (result <= 0 || result > room) throw new Error('a page could not be compressed');
  packed.at += result;
}

function addDictionaryPage(raw: Buffer, body: Buffer, distinct: i32): void {
  const start = out.length;
  beginStruct();
  addI32(out, 1, 2); // DICTIONARY_PAGE
  addI32(out, 2, raw.length);
  addI32(out, 3, body.length);
  addStruct(out, 7);
  addI32(out, 1, distinct);
  addI32(out, 2, encodingDictionary);
  addBoolean(out, 3, false); // not sorted
  endStruct(out);
  endStruct(out);
  addBody(start, raw, body);
  dictionaryBytes = packedBytes;
}

function addDataPage(raw: Buffer, body: Buffer, rows: i32, encoding: i32): void {
  const start = out.length;
  beginStruct();
  addI32(out, 1, 0); // DATA_PAGE
  addI32(out, 2, raw.length);
  addI32(out, 3, body.length);
  addStruct(out, 5);
  addI32(out, 1, rows);
  addI32(out, 2, encoding);
  addI32(out, 3, encodingLevels);
  addI32(out, 4, encodingLevels);
  endStruct(out);
  endStruct(out);
  addBody(start, raw, body);
}

function addBody(start: i32, raw: Buffer, body: Buffer): void {
  const header = out.length - start;
  out.addBytes(body.start, body.length);
  rawBytes += header + raw.length;
  packedBytes += header + body.length;
}
