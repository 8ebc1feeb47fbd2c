import { allocate, Buffer } from './buffer';
import { DateRows } from './date-rows';
import { nextRowBlock, nullsOf, rowsPerBlock, valuesOf } from './row-blocks';

/* The values of one column chunk in one piece, without the NULLs, and which rows have one. */

/** The most rows of a row group; DuckDB's own. */
export const maxRows: i32 = 122_880;

/** The values that are not NULL, 8 bytes each, as rows store them. */
export const values: usize = allocate(<usize>maxRows * 8 + 64);
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
    const nulls = nullsOf(block, column);
    if (hasNulls(nulls, rows)) {
      to = gatherValid(valuesOf(block, column), nulls, bits, rows, to);
    } else {
      gatherAll(valuesOf(block, column), bits, rows, to);
      to += <usize>rows * 8;
    }
    bits += <usize>(rows + 7) / 8;
    rest -= rows;
  }
  // Rows of a block are a multiple of eight, except in the last one.
  const behind = -rowsCount & 7;
  if (behind > 0) store<u8>(bits - 1, <u32>load<u8>(bits - 1) & (0xff >> behind));
  valuesCount = <i32>((to - values) >> 3);
}

function hasNulls(nulls: usize, rows: i32): bool {
  let any: u32 = 0;
  const end = nulls + <usize>(rows + 7) / 8;
  for (; nulls < end; nulls++) any |= load<u8>(nulls);
  return any !== 0;
}

/**
 * Gathers the values of a block without a NULL. It writes up to seven values more, which are written over: for so few
 * bytes a call of `memory.copy` costs more than they do.
 */
function gatherAll(from: usize, bits: usize, rows: i32, to: usize): void {
  for (const end = from + <usize>rows * 8; from < end; from += 64) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
    store<u8>(bits++, 0xff);
    to += 64;
  }
}

/** Gathers the values of a block, eight rows at a time; where they end in `values`. */
function gatherValid(from: usize, nulls: usize, bits: usize, rows: i32, to: usize): usize {
  const end = from + <usize>rows * 8;
  for (; from < end; from += 64) {
    const isNull = <u32>load<u8>(nulls++);
    store<u8>(bits++, ~isNull);
    if (isNull === 0xff) continue;
    const last = min<usize>(from + 64, end);
    let bit = isNull;
    for (let at = from; at < last; at += 8) {
      // Written in any case, and written over where it is a NULL: no branch to guess.
      store<i64>(to, load<i64>(at));
      to += (~bit & 1) << 3;
      bit >>= 1;
    }
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
