import { blockHeader, blockOf, blockSize, freeBlocks, takeBlock } from './blocks';
import { DateRows } from './date-rows';
import { addOriginColumns, columnAt, columnsCount, slotSize, slots, text } from './schema';

/*
 * Rows in blocks, column by column within a block: at the header's end 8 bytes a row for the first column, then for
 * the next; then a bit a row for the NULLs of the first column, of the next; the rest is for texts. A stored value is
 * an i64, or a text's address in the low and its length in the high half.
 *
 * The declared columns are stored, and the line number behind them; the landing key is the same in all rows.
 *
 * A text that does not fit into the rest of its block begins the next one; a long one fills the rest and goes on in
 * the next, which the header of the block names.
 */

/** The columns that are stored. */
export let storedColumns: i32 = 0;
/** A multiple of eight. */
export let rowsPerBlock: i32 = 0;
let columnBytes: usize = 0;
let nullsAt: usize = 0;
let nullBytes: usize = 0;
let textsAt: usize = 0;

/** A text of at most so many bytes is never split: little is lost at the end of a block. */
const shortText: i32 = 1024;

/** Lays blocks out for the declared columns. */
export function layOutRows(): void {
  addOriginColumns();
  storedColumns = columnsCount + 1;
  const eightRows = 8 * 8 + 1;
  const room = <i32>(blockSize - blockHeader);
  // A third of a block is for texts, unless there are very many columns.
  rowsPerBlock = 8 * max<i32>((room * 2) / 3 / (storedColumns * eightRows), 1);
  columnBytes = <usize>rowsPerBlock * 8;
  nullBytes = <usize>rowsPerBlock / 8;
  nullsAt = blockHeader + <usize>storedColumns * columnBytes;
  textsAt = nullsAt + <usize>storedColumns * nullBytes;
  assert(textsAt <= blockSize, 'eight rows do not fit into a block');
}

/** The values of a column in a block. */
export function valuesOf(block: usize, column: i32): usize {
  return block + blockHeader + <usize>column * columnBytes;
}

/** The NULLs of a column in a block: a set bit is a NULL. */
export function nullsOf(block: usize, column: i32): usize {
  return block + nullsAt + <usize>column * nullBytes;
}

export function nextRowBlock(block: usize): usize {
  return <usize>load<u32>(block, 4);
}

/** Adds the row that is in the slots. */
export function storeRow(date: DateRows, lineNumber: i64): void {
  if (date.rowBlock === 0 || date.blockRows === rowsPerBlock) addRowBlock(date);
  const row = <usize>date.blockRows;
  const block = date.rowBlock;
  assert(row < <usize>rowsPerBlock, 'a row beyond its block');
  const columns = columnsCount;
  let at = block + blockHeader + row * 8;
  let slot = slots;
  for (let column = 0; column < columns; column++) {
    if (load<u32>(slot, 16) !== 0) {
      const nulls = nullsOf(block, column) + (row >> 3);
      store<u8>(nulls, load<u8>(nulls) | ((<u8>1) << (<u8>row & 7)));
    } else if (columnAt(column).kind === text) {
      const length = load<u32>(slot, 12);
      store<u32>(at, <u32>storeText(date, <usize>load<u32>(slot, 8), <i32>length));
      store<u32>(at, length, 4);
    } else {
      store<i64>(at, load<i64>(slot));
    }
    at += columnBytes;
    slot += slotSize;
  }
  store<i64>(at, lineNumber);
  date.blockRows = <i32>row + 1;
  date.rows++;
  date.fileRows++;
}

/** Copies a text into the date's blocks; its address there. */
function storeText(date: DateRows, from: usize, length: i32): usize {
  const at = date.textAt;
  const end = at + length;
  if (end + 16 > date.textEnd) return storeAtEnd(date, from, length);
  // 16 bytes can be read behind every text.
  let copied: usize = 0;
  do {
    v128.store(at + copied, v128.load(from + copied));
    copied += 16;
  } while (copied < <usize>length);
  date.textAt = end;
  return at;
}

function storeAtEnd(date: DateRows, from: usize, length: i32): usize {
  const room = <i32>(date.textEnd - date.textAt);
  if (room < length && (length <= shortText || room === 0)) addTextBlock(date);
  const address = date.textAt;
  let rest = length;
  do {
    if (date.textAt === date.textEnd) {
      const block = blockOf(date.textAt - 1);
      addTextBlock(date);
      store<u32>(block, <u32>blockOf(date.textAt), 8);
    }
    const part = min<i32>(rest, <i32>(date.textEnd - date.textAt));
    memory.copy(date.textAt, from, part);
    date.textAt += part;
    from += part;
    rest -= part;
  } while (rest > 0);
  return address;
}

/** Whether the bytes of a stored text follow each other. */
export function isWhole(address: usize, length: i32): bool {
  return (address & (blockSize - 1)) + length <= blockSize;
}

/** Copies a stored text. */
export function copyText(address: usize, length: i32, to: usize): void {
  for (;;) {
    const part = min<i32>(length, <i32>(blockSize - (address & (blockSize - 1))));
    memory.copy(to, address, part);
    length -= part;
    if (length <= 0) return;
    to += part;
    address = <usize>load<u32>(blockOf(address), 8) + blockHeader;
    assert(address !== blockHeader, 'a text goes on nowhere');
  }
}

function addBlock(date: DateRows): usize {
  const block = takeBlock();
  if (date.lastBlock === 0) date.firstBlock = block;
  else store<u32>(date.lastBlock, <u32>block);
  date.lastBlock = block;
  date.blocks++;
  return block;
}

function addRowBlock(date: DateRows): void {
  const block = addBlock(date);
  memory.fill(block + nullsAt, 0, <usize>storedColumns * nullBytes);
  if (date.rowBlock === 0) date.firstRowBlock = block;
  else store<u32>(date.rowBlock, <u32>block, 4);
  date.rowBlock = block;
  date.blockRows = 0;
  // Texts go on where more room is left.
  if (blockSize - textsAt > date.textEnd - date.textAt) useForTexts(date, block + textsAt);
}

function addTextBlock(date: DateRows): void {
  useForTexts(date, addBlock(date) + blockHeader);
}

function useForTexts(date: DateRows, at: usize): void {
  date.textAt = at;
  date.textEnd = blockOf(at) + blockSize;
}

/** Forgets the rows of a date and frees its blocks. */
export function clearRows(date: DateRows): void {
  if (date.blocks > 0) freeBlocks(date.firstBlock, date.lastBlock, date.blocks);
  date.rows = 0;
  date.blockRows = 0;
  date.firstRowBlock = 0;
  date.rowBlock = 0;
  date.textAt = 0;
  date.textEnd = 0;
  date.firstBlock = 0;
  date.lastBlock = 0;
  date.blocks = 0;
}
