import { allocate, Buffer } from './buffer';

/*
 * Thrift's compact protocol, as far as Parquet's metadata needs it. A struct is a list of fields, each with a type and
 * the distance to the field before it, and ends with a 0.
 *
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */

const booleanTrue: u32 = 1;
const booleanFalse: u32 = 2;
export const typeI32: u32 = 5;
const typeI64: u32 = 6;
export const typeBinary: u32 = 8;
const typeList: u32 = 9;
export const typeStruct: u32 = 12;

/** The last field of each struct that is open, outermost first. */
const lastFields: usize = allocate(64 * 4);
let depth: i32 = -1;

/** Begins a struct that is an item of a list, or the outermost. */
export function beginStruct(): void {
  depth++;
  assert(depth < 64, 'structs are nested too deep');
  store<i32>(lastFields + ((<usize>depth) << 2), 0);
}

/** Goes on with a struct whose first fields are written. */
export function resumeStruct(lastField: i32): void {
  beginStruct();
  store<i32>(lastFields + ((<usize>depth) << 2), lastField);
}

/** Leaves a struct whose other fields are written later. */
export function leaveStruct(): void {
  depth--;
}

export function endStruct(out: Buffer): void {
  out.addByte(0);
  depth--;
  assert(depth >= -1, 'more structs end than began');
}

function addField(out: Buffer, id: i32, type: u32): void {
  const last = lastFields + ((<usize>depth) << 2);
  const distance = id - load<i32>(last);
  store<i32>(last, id);
  assert(distance > 0 && distance < 16, 'fields are not in order');
  out.addByte(((<u32>distance) << 4) | type);
}

export function addStruct(out: Buffer, id: i32): void {
  addField(out, id, typeStruct);
  beginStruct();
}

export function addI32(out: Buffer, id: i32, value: i32): void {
  addField(out, id, typeI32);
  out.addZigzag(value);
}

export function addI64(out: Buffer, id: i32, value: i64): void {
  addField(out, id, typeI64);
  out.addZigzag(value);
}

export function addBoolean(out: Buffer, id: i32, value: bool): void {
  addField(out, id, value ? booleanTrue : booleanFalse);
}

export function addBinary(out: Buffer, id: i32, from: usize, length: i32): void {
  addField(out, id, typeBinary);
  addBinaryItem(out, from, length);
}

/** Begins a list; the caller adds so many items. */
export function addList(out: Buffer, id: i32, count: i32, type: u32): void {
  addField(out, id, typeList);
  if (count < 15) {
    out.addByte(((<u32>count) << 4) | type);
  } else {
    out.addByte(0xf0 | type);
    out.addVarint(count);
  }
}

export function addI32Item(out: Buffer, value: i32): void {
  out.addZigzag(value);
}

export function addBinaryItem(out: Buffer, from: usize, length: i32): void {
  out.addVarint(length);
  out.addBytes(from, length);
}
