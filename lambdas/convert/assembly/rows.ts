import { blockSize, isOverLimit, raiseLimit, setBudget } from './blocks';
import { newBuffer } from './buffer';
import { maxRows } from './chunk-values';
import { clearDates, DateRows, dateAt, datesCount, findDate, largestDate } from './date-rows';
import { finishFile, startFiles, writeRowGroup } from './parquet-file';
import { clearRows, layOutRows, storeRow } from './row-blocks';

export { clearColumns, columnsCount, declareColumn, slots } from './schema';

/** About 15,000 bets: with much fewer in each row group a file becomes larger, and slower to read. */
const worthwhileBlocks: i32 = (2 << 20) / <i32>blockSize;

/** Text that the host passes. */
const passed = newBuffer(4096);

let lastDate: i32 = -1;
let current: DateRows = changetype<DateRows>(0);

/** Room for bytes that the host passes to the next call: a landing key, the name of a column. */
export function reserveText(length: i32): usize {
  passed.clear();
  passed.reserve(length);
  return passed.start;
}

/**
 * Begins the rows of an object. The columns must be declared, and the rows of the object before must be ended.
 *
 * @param landingKey UTF-8: the landing key of all rows; copied
 * @param memoryBudget bytes for rows that are not yet encoded: where they are used up, the date that holds the most
 *   of them is written as a row group. Beside it the core needs about 10 MiB, and room for one row
 */
export function beginRows(landingKey: usize, length: i32, memoryBudget: i32): void {
  if (datesCount !== 0) throw new Error('the rows of the object before are not ended');
  setBudget(memoryBudget);
  layOutRows();
  startFiles(landingKey, length);
  lastDate = -1;
}

/**
 * Adds the row whose values are in the slots; 16 bytes behind each text are read.
 *
 * @param date yyyymmdd
 */
export function addRow(date: i32, lineNumber: i64): void {
  if (date !== lastDate) {
    current = findDate(date);
    lastDate = date;
  }
  const rows = current;
  storeRow(rows, lineNumber);
  if (rows.rows === maxRows) flush(rows);
  else if (isOverLimit()) flushLargest();
}

/**
 * Ends the files of all dates.
 *
 * @returns the number of dates; their files are numbered from 0 in the order in which the dates came
 */
export function finishRows(): i32 {
  for (let index = 0; index < datesCount; index++) {
    const rows = dateAt(index);
    finishFile(rows);
    clearRows(rows);
  }
  return datesCount;
}

/** The date of a file, yyyymmdd. */
export function fileDate(index: i32): i32 {
  return dateAt(index).date;
}

/** The rows of a file. */
export function fileRows(index: i32): i32 {
  return dateAt(index).fileRows;
}

/** The bytes of a file that were written, also before it is finished. */
export function fileBytes(index: i32): u64 {
  return dateAt(index).fileBytes;
}

/** Forgets the rows of an object, finished or not. */
export function endRows(): void {
  for (let index = 0; index < datesCount; index++) clearRows(dateAt(index));
  clearDates();
  lastDate = -1;
}

function flush(rows: DateRows): void {
  writeRowGroup(rows);
  clearRows(rows);
}

/** Writes the dates that hold the most; where none is worth a row group of its own yet, takes more of the budget. */
function flushLargest(): void {
  while (isOverLimit()) {
    const largest = largestDate();
    if (largest.blocks >= worthwhileBlocks || !raiseLimit()) flush(largest);
  }
}
