import { allocate, Buffer } from './buffer';
import { DateRows } from './date-rows';
import { nextRowBlock, nullsOf, rowsPerBlock, valuesOf } from './row-blocks';

/* The values of one column chunk in one piece, without the NULLs, and which rows have one. */

/** The most rows of a row group; DuckDB's own. */
export const maxRows: i32 = 122_880;

/** The values that are not NULL, 8 bytes each, as rows store them. */
export const values: usize = allocate(<usize>maxRows * 8);
export let valuesCount: i32 = 0;

/** A bit a row: 1 where there is a value; zeros behind the last row. */
export const validity: usize = allocate(<usize>maxRows / 8 + 16);

let rowsCount: i32 = 0;

/** Gathers a stored column of all rows that a date holds. */
export function gatherValues(date: DateRows, column: i32): void {
  rowsCount = date.rows;
  assert(rowsCount <= maxRows, 'more rows than a row group has');
  let to = values;
  let bits = validity;
  let rest = rowsCount;
  for (let block = date.firstRowBlock; rest > 0; block = nextRowBlock(block)) {
    assert(block !== 0, 'fewer rows than are counted');
    const rows = min<i32>(rest, rowsPerBlock);
    const from = valuesOf(block, column);
    const nulls = nullsOf(block, column);
    if (hasNulls(nulls, rows)) {
      to = gatherValid(from, nulls, rows, to);
    } else {
      memory.copy(to, from, <usize>rows * 8);
      to += <usize>rows * 8;
    }
    for (let row = 0; row < rows; row += 8) {
      const behind = max<i32>(row + 8 - rows, 0);
      store<u8>(bits++, ~(<u32>load<u8>(nulls + (row >> 3))) & (0xff >> behind));
    }
    rest -= rows;
  }
  valuesCount = <i32>((to - values) >> 3);
}

function hasNulls(nulls: usize, rows: i32): bool {
  const end = nulls + ((rows + 7) >> 3);
  for (; nulls < end; nulls++) {
    if (load<u8>(nulls) !== 0) return true;
  }
  return false;
}

function gatherValid(from: usize, nulls: usize, rows: i32, to: usize): usize {
  for (let row = 0; row < rows; row++) {
    // Written in any case, and written over where it is a NULL: no branch to guess.
    store<i64>(to, load<i64>(from + ((<usize>row) << 3)));
    const isNull = (<u32>load<u8>(nulls + (row >> 3)) >> (row & 7)) & 1;
    to += (<usize>(1 - isNull)) << 3;
  }
  return to;
}

/** The values that the eight rows from `row` on have. */
export function countValid(row: i32): i32 {
  return <i32>popcnt<u32>(load<u8>(validity + (row >> 3)));
}

/**
 * Adds the definition levels of rows, behind their length (u32): 1 where there is a value.
 *
 * @param from a multiple of eight
 */
export function addLevels(out: Buffer, from: i32, rows: i32): void {
  const lengthAt = out.length;
  out.addU32(0);
  if (valuesCount === 0 || valuesCount === rowsCount) {
    out.addVarint((<u64>rows) << 1);
    out.addByte(valuesCount === 0 ? 0 : 1);
  } else {
    const groups = (rows + 7) >> 3;
    out.addVarint(((<u64>groups) << 1) | 1);
    out.addBytes(validity + (from >> 3), groups);
  }
  store<u32>(out.start + lengthAt, out.length - lengthAt - 4);
}

/** Gathers a text that is the same in all rows; nothing of it is stored with them. */
export function gatherConstant(rows: i32): void {
  rowsCount = rows;
  valuesCount = rows;
}
