import { addBounds } from './bounds';
import { Buffer } from './buffer';
import { distinct, encoding, nullsCount } from './column-chunk';
import { codec, dictionaryBytes, encodingLevels, packedBytes, rawBytes } from './page';
import { Column, columnAt, columnsCount, decimal, encodeText, text, whole } from './schema';
import {
  addBinary,
  addBinaryItem,
  addBoolean,
  addI32,
  addI32Item,
  addI64,
  addList,
  addStruct,
  beginStruct,
  endStruct,
  leaveStruct,
  resumeStruct,
  typeBinary,
  typeI32,
  typeStruct,
} from './thrift';

/*
 * The schema and the metadata of column chunks in Parquet's footer. Types are those that DuckDB writes for the same
 * kinds, so files of both read alike; every column is optional, as there.
 *
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

const int64: i32 = 2;
const byteArray: i32 = 6;

/* `ConvertedType`, which older readers know, and where it says all. */
const convertedUtf8: i32 = 0;
const convertedDecimal: i32 = 5;
const convertedMillis: i32 = 9;
const convertedInt64: i32 = 18;

const schemaName = encodeText('schema');
const createdBy = encodeText('Betlake');

/** Begins the footer: all of `FileMetaData` up to its row groups, which follow. */
export function addFileHead(out: Buffer, rows: i64, rowGroups: i32): void {
  const columns = columnsCount + 2;
  beginStruct();
  addI32(out, 1, 1); // the version of the format
  addList(out, 2, columns + 1, typeStruct);
  beginStruct();
  addI32(out, 3, 0); // required
  addBinary(out, 4, schemaName, 6);
  addI32(out, 5, columns);
  endStruct(out);
  for (let index = 0; index < columns; index++) addSchemaElement(out, columnAt(index), index + 1);
  addI64(out, 3, rows);
  addList(out, 4, rowGroups, typeStruct);
  leaveStruct();
}

/** Ends the footer behind its row groups. */
export function addFileEnd(out: Buffer): void {
  resumeStruct(4);
  addBinary(out, 6, createdBy, 7);
  addList(out, 7, columnsCount + 2, typeStruct);
  for (let index = 0; index < columnsCount + 2; index++) {
    // The order of bounds is that of the type.
    beginStruct();
    addStruct(out, 1);
    endStruct(out);
    endStruct(out);
  }
  endStruct(out);
}

function physicalType(column: Column): i32 {
  return column.kind === text ? byteArray : int64;
}

function addSchemaElement(out: Buffer, column: Column, fieldId: i32): void {
  beginStruct();
  addI32(out, 1, physicalType(column));
  addI32(out, 3, 1); // optional
  addBinary(out, 4, column.name, column.nameLength);
  if (column.kind === text) {
    addI32(out, 6, convertedUtf8);
    addI32(out, 9, fieldId);
  } else if (column.kind === whole) {
    addI32(out, 6, convertedInt64);
    addI32(out, 9, fieldId);
  } else if (column.kind === decimal) {
    addI32(out, 6, convertedDecimal);
    addI32(out, 7, column.scale);
    addI32(out, 8, column.precision);
    addI32(out, 9, fieldId);
    addStruct(out, 10);
    addStruct(out, 5); // DECIMAL
    addI32(out, 1, column.scale);
    addI32(out, 2, column.precision);
    endStruct(out);
    endStruct(out);
  } else {
    addI32(out, 6, convertedMillis);
    addI32(out, 9, fieldId);
    addStruct(out, 10);
    addStruct(out, 8); // TIMESTAMP
    addBoolean(out, 1, false); // of no time zone
    addStruct(out, 2); // its unit
    addStruct(out, 1); // MILLIS
    endStruct(out);
    endStruct(out);
    endStruct(out);
    endStruct(out);
  }
  endStruct(out);
}

/**
 * Adds the metadata of the column chunk that was written last.
 *
 * @param start where it begins in the file
 */
export function addChunk(out: Buffer, column: Column, rows: i32, start: i64): void {
  beginStruct();
  addI64(out, 2, 0); // where its metadata is in the file: nowhere but here
  addStruct(out, 3);
  addI32(out, 1, physicalType(column));
  addList(out, 2, 2, typeI32);
  addI32Item(out, encoding);
  addI32Item(out, encodingLevels);
  addList(out, 3, 1, typeBinary);
  addBinaryItem(out, column.name, column.nameLength);
  addI32(out, 4, codec);
  addI64(out, 5, rows);
  addI64(out, 6, rawBytes);
  addI64(out, 7, packedBytes);
  addI64(out, 9, start + dictionaryBytes);
  if (distinct > 0) addI64(out, 11, start);
  addStruct(out, 12);
  addI64(out, 3, nullsCount);
  if (distinct > 0) addI64(out, 4, distinct);
  addBounds(out);
  endStruct(out);
  endStruct(out);
  endStruct(out);
}
