import { allocate } from './buffer';

/*
 * The columns of the rows, as the data set declares them, and the slots that hold the values of one row. The core
 * knows no column by its name. Two columns follow the declared ones: the landing key, one text for all rows, and
 * the line number.
 */

/** A 64-bit integer. */
export const whole: i32 = 0;
/** A decimal number of at most 18 digits, as the integer of its smallest unit. */
export const decimal: i32 = 1;
/** UTF-8, checked by whoever fills the slot. */
export const text: i32 = 2;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instant: i32 = 3;

/** A declared column. */
@unmanaged
export class Column {
  kind: i32;
  /** 1: a row without it is refused. Its Parquet column is optional nevertheless, as DuckDB writes all. */
  required: i32;
  /** 1: the instant whose UTC date a row is filed under. */
  dated: i32;
  precision: i32;
  scale: i32;
  name: usize;
  nameLength: i32;
}

/** A row must fit into a block of rows: see `rowsPerBlock`. */
export const maxColumns: i32 = 200;

/** Bytes of a value slot: @0 i64 value, @8 u32 address of a text, @12 u32 its bytes, @16 u32 1 where it is NULL. */
export const slotSize: usize = 32;

/** The slots of the declared columns, in order. */
export const slots: usize = allocate(<usize>maxColumns * slotSize);

const table: usize = allocate(<usize>(maxColumns + 2) * offsetof<Column>());
const maxNames: i32 = 65_536;
const names: usize = allocate(maxNames);
let namesLength: i32 = 0;

/** The number of declared columns. */
export let columnsCount: i32 = 0;

/** Forgets all columns: the next declarations are of another data set. */
export function clearColumns(): void {
  columnsCount = 0;
  namesLength = 0;
}

/**
 * Declares the next column.
 *
 * @param kind 0 whole, 1 decimal, 2 text, 3 instant
 * @param precision digits of a decimal, at most 18
 * @param scale digits of a decimal after the point
 * @param name UTF-8; copied
 */
export function declareColumn(
  kind: i32,
  required: i32,
  dated: i32,
  precision: i32,
  scale: i32,
  name: usize,
  nameLength: i32,
): void {
  if (columnsCount === maxColumns || namesLength + nameLength > maxNames)
    throw new Error('more columns than the core has room for');
  const address = names + namesLength;
  memory.copy(address, name, nameLength);
  namesLength += nameLength;
  fillColumn(columnsCount++, kind, required, dated, precision, scale, address, nameLength);
}

function fillColumn(
  index: i32,
  kind: i32,
  required: i32,
  dated: i32,
  precision: i32,
  scale: i32,
  name: usize,
  nameLength: i32,
): void {
  const column = columnAt(index);
  column.kind = kind;
  column.required = required;
  column.dated = dated;
  column.precision = precision;
  column.scale = scale;
  column.name = name;
  column.nameLength = nameLength;
}

const landingKeyName = encodeText('landing_key');
const lineNumberName = encodeText('line_number');

/** Puts the two columns of a row's origin behind the declared ones, which are not counted. */
export function addOriginColumns(): void {
  fillColumn(columnsCount, text, 1, 0, 0, 0, landingKeyName, 11);
  fillColumn(columnsCount + 1, whole, 1, 0, 0, 0, lineNumberName, 11);
}

/** A constant in ASCII as bytes. */
export function encodeText(constant: string): usize {
  const bytes = allocate(constant.length);
  String.UTF8.encodeUnsafe(changetype<usize>(constant), constant.length, bytes);
  return bytes;
}

export function columnAt(index: i32): Column {
  assert(index >= 0 && index < maxColumns + 2, 'no such column');
  return changetype<Column>(table + <usize>index * offsetof<Column>());
}

/** The address of a column's value slot. */
export function slotOf(index: i32): usize {
  assert(index >= 0 && index < columnsCount, 'no such slot');
  return slots + <usize>index * slotSize;
}
