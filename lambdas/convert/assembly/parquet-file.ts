import { newBuffer } from './buffer';
import { writeConstant, writeIntegers, writeTexts } from './column-chunk';
import { DateRows } from './date-rows';
import { keepRowGroup, writeRowGroups } from './host';
import { addChunk, addFileEnd, addFileHead } from './metadata';
import { out, positionIn, writeOut } from './output';
import { packedBytes, rawBytes } from './page';
import { columnAt, columnsCount, text } from './schema';
import { addI64, addList, beginStruct, endStruct, typeStruct } from './thrift';

/*
 * The Parquet file of a date: `PAR1`, the pages of its row groups, the footer, the footer's length, `PAR1`. Bytes
 * leave the core as they come to be, the metadata of row groups too, which the host keeps for the footer.
 *
 * https://parquet.apache.org/docs/file-format/
 */

const magic: u32 = 0x31524150; // PAR1

const rowGroup = newBuffer(16384);
const landingKey = newBuffer(1024);

/** @param key UTF-8; copied */
export function startFiles(key: usize, length: i32): void {
  out.clear();
  landingKey.clear();
  landingKey.addBytes(key, length);
}

/** Writes the rows that a date holds as a row group of its file, to which others will follow. */
export function writeRowGroup(date: DateRows): void {
  encodeRowGroup(date);
  writeOut(date);
  keepRowGroup(date.index, rowGroup.start, rowGroup.length);
}

/** Writes the rows that a date holds, if any, and the footer. */
export function finishFile(date: DateRows): void {
  rowGroup.clear();
  if (date.rows > 0) encodeRowGroup(date);
  const footerAt = out.length;
  addFileHead(out, date.fileRows, date.rowGroups);
  const headBytes = out.length - footerAt;
  const keptBytes = date.metadataBytes - rowGroup.length;
  if (keptBytes > 0) {
    writeOut(date);
    writeRowGroups(date.index);
    date.fileBytes += keptBytes;
  }
  const endAt = out.length;
  out.addBytes(rowGroup.start, rowGroup.length);
  const groupBytes = rowGroup.length;
  addFileEnd(out);
  const endBytes = out.length - endAt - groupBytes;
  out.addU32(headBytes + date.metadataBytes + endBytes);
  out.addU32(magic);
  writeOut(date);
}

/** Encodes a row group; its metadata is then in `rowGroup`, and its last pages in `out`. */
function encodeRowGroup(date: DateRows): void {
  if (date.fileBytes === 0) out.addU32(magic);
  const start = positionIn(date);
  let raw: i64 = 0;
  let packed: i64 = 0;
  rowGroup.clear();
  beginStruct();
  addList(rowGroup, 1, columnsCount + 2, typeStruct);
  for (let index = 0; index < columnsCount + 2; index++) {
    const chunkStart = positionIn(date);
    writeChunk(date, index);
    addChunk(rowGroup, columnAt(index), date.rows, chunkStart);
    raw += rawBytes;
    packed += packedBytes;
  }
  addI64(rowGroup, 2, raw);
  addI64(rowGroup, 3, date.rows);
  addI64(rowGroup, 5, start);
  addI64(rowGroup, 6, packed);
  endStruct(rowGroup);
  date.rowGroups++;
  date.metadataBytes += rowGroup.length;
}

function writeChunk(date: DateRows, index: i32): void {
  if (index === columnsCount) writeConstant(date, landingKey.start, landingKey.length);
  else if (index === columnsCount + 1) writeIntegers(date, columnsCount);
  else if (columnAt(index).kind === text) writeTexts(date, index);
  else writeIntegers(date, index);
}
