import { allocate } from './buffer';
import { permitDates, rowDate } from './instants';
import { padding, permitReads } from './line-bytes';
import { beginMatching, matchLine } from './matcher';
import { addRow } from './rows';
import { slotOf } from './schema';
import { integerOf, isNull } from './slots';
import { reserveUnescaped } from './texts';
import { clearUnknownCounts, countUnknown, passUnknownCounts, unknownCount } from './unknown-members';

/*
 * Takes the regular lines of an object, one after another, as rows. The host fills a buffer with whole lines and has
 * them taken up to the first that is not regular, which it reads itself; a single line, such as an element of an
 * array or a line that the strict reader has read, has a buffer of its own.
 */

/** Columns whose signs can be counted. */
const mostSigned: u32 = 8;
const signedSlots: usize = allocate(<usize>mostSigned * 4);

let linesBuffer: usize = 0;
let singleBuffer: usize = 0;
let bufferBytes: u32 = 0;

let maxLineBytes: u32 = 0;
/** Whether rows are kept; else they are only counted. */
let keepsRows: bool = false;
/** The date of all rows, as yyyymmdd; 0 where each has its own. */
let fixedDate: i32 = 0;
let signedCount: u32 = 0;
let negativeRows: f64 = 0;
let positiveRows: f64 = 0;
let taken: u32 = 0;

/** Makes buffers for so many bytes of lines; a later call for no more bytes keeps those that there are. */
export function reserveLines(bytes: u32): void {
  if (bytes <= bufferBytes) return;
  bufferBytes = bytes;
  linesBuffer = allocate(bytes + padding);
  singleBuffer = allocate(bytes + padding);
  reserveUnescaped(bytes + padding);
}

/** The address of the buffer of lines. */
export function getLinesBuffer(): usize {
  return linesBuffer;
}

/** The address of the buffer of a single line. */
export function getSingleBuffer(): usize {
  return singleBuffer;
}

/**
 * Begins with an object, once the columns are declared.
 *
 * @param first the first date that a row may have, as yyyymmdd, and the last
 * @param fixed the date of all rows, as yyyymmdd; 0 where a column dates them
 * @param maxBytes a longer line is not taken
 * @param keeps whether rows are kept; else they are only counted
 */
export function beginLines(first: u32, last: u32, fixed: i32, maxBytes: u32, keeps: bool): void {
  beginMatching();
  permitDates(first, last);
  fixedDate = fixed;
  keepsRows = keeps;
  maxLineBytes = maxBytes;
  signedCount = 0;
  negativeRows = 0;
  positiveRows = 0;
  taken = 0;
  clearUnknownCounts();
}

/** Counts rows by the sign of a column's numbers. */
export function countSigns(column: i32): void {
  assert(signedCount < mostSigned);
  store<u32>(signedSlots + signedCount * 4, u32(slotOf(column)));
  signedCount++;
}

/** Rows in which a counted column is below zero. */
export function countNegative(): f64 {
  return negativeRows;
}

/** Rows in which a counted column is above zero. */
export function countPositive(): f64 {
  return positiveRows;
}

/**
 * Takes lines up to the first that is not regular.
 *
 * @param from the address of the first line
 * @param end the address after the last line's LF
 * @param number the number of the first line
 * @returns the address of the line that is not regular; `end` where all were taken
 */
export function takeLines(from: usize, end: usize, number: f64): usize {
  permitReads(from, end);
  let line = from;
  let lineNumber = i64(number);
  taken = 0;
  while (line < end) {
    const lineEnd = matchLine(line);
    if (lineEnd === 0 || lineEnd - line > maxLineBytes) break;
    addMatched(lineNumber);
    lineNumber++;
    taken++;
    line = lineEnd + 1;
  }
  return line;
}

/** How many lines the last `takeLines` took. */
export function countTaken(): u32 {
  return taken;
}

/**
 * Takes the line in the buffer of a single one, whatever its length is.
 *
 * @param length its length with its LF
 * @returns false where it is not regular
 */
export function takeLine(length: u32, number: f64): bool {
  permitReads(singleBuffer, singleBuffer + length);
  if (matchLine(singleBuffer) === 0) return false;
  addMatched(i64(number));
  return true;
}

/** Passes the counts of unknown members to the host. */
export function endLines(): void {
  passUnknownCounts();
}

function addMatched(lineNumber: i64): void {
  if (unknownCount > 0) countUnknown();
  if (signedCount > 0) addSigns();
  if (keepsRows) addRow(fixedDate !== 0 ? fixedDate : rowDate, lineNumber);
}

function addSigns(): void {
  let isNegative = false;
  let isPositive = false;
  for (let i: u32 = 0; i < signedCount; i++) {
    const slot: usize = load<u32>(signedSlots + i * 4);
    if (isNull(slot)) continue;
    const value = integerOf(slot);
    if (value < 0) isNegative = true;
    if (value > 0) isPositive = true;
  }
  negativeRows += f64(isNegative);
  positiveRows += f64(isPositive);
}
