import { byteAt, longAt, wordAt } from './line-bytes';
import { readBlank, skipQuote } from './numbers';
import { setInteger } from './slots';

/*
 * Instants `YYYY-MM-DD HH:MM:SS`, with a space or a `T`, a fraction down to the millisecond or none, in UTC.
 */

/** The last date of a column: most lines have the date of the line before. */
@unmanaged
export class DateMemory {
  /** `"YYYY-MM` */
  head: u64;
  /** `-DD` and what separates it from the time. */
  tail: u32;
  /** yyyymmdd */
  date: u32;
  /** Its midnight, in milliseconds since 1970. */
  midnight: i64;
}

const quote: u32 = 0x22;
const dash: u32 = 0x2d;
const point: u32 = 0x2e;
const dayMilliseconds: i64 = 86_400_000;

/** The first and the last date that a row may have, as yyyymmdd. */
let firstDate: u32 = 0;
let lastDate: u32 = 0;

/** The date of the line, as yyyymmdd, once the column that dates rows was read. */
export let rowDate: i32 = 0;

export function permitDates(first: u32, last: u32): void {
  firstDate = first;
  lastDate = last;
}

/**
 * Reads the instant at an address into a column's slot.
 *
 * @param isDated whether it dates the row, and so must be in the range of dates
 * @returns the address after it; 0 where it is not regular
 */
export function readInstant(at: usize, slot: usize, required: bool, last: DateMemory, isDated: bool): usize {
  const head = longAt(at);
  const tail = wordAt(at + 8);
  // Also where the head is that of the last date: before the first one, it is zeros, which NULs in a line equal.
  if (u32(head & 0xff) !== quote) return 0;
  if (head !== last.head || tail !== last.tail) {
    if (!readDate(at, last, isDated)) return readBlank(at + 1, slot, required);
    last.head = head;
    last.tail = tail;
  }
  // `HH:MM:SS` becomes its digits' values, and zeros for the colons.
  const time = longAt(at + 12) ^ 0x30303a30303a3030;
  if ((((time + 0x76767f76767f7676) | time) & 0x8080808080808080) !== 0) return 0;
  const hours = u32(time & 0xff) * 10 + u32((time >> 8) & 0xff);
  const minutes = u32((time >> 24) & 0xff) * 10 + u32((time >> 32) & 0xff);
  const seconds = u32((time >> 48) & 0xff) * 10 + u32(time >> 56);
  if (hours > 23 || minutes > 59 || seconds > 59) return 0;
  const value = last.midnight + i64((hours * 60 + minutes) * 60 + seconds) * 1000;
  setInteger(slot, value);
  if (isDated) rowDate = i32(last.date);
  if (byteAt(at + 20) === quote) return at + 21;
  return readRest(at + 20, slot, value);
}

/** Reads a fraction and a zone of UTC, of which each may be missing, and the quote after them. */
function readRest(from: usize, slot: usize, value: i64): usize {
  let at = from;
  if (byteAt(at) === point) {
    at++;
    const start = at;
    let milliseconds: i64 = 0;
    for (let unit: i64 = 100; isDigit(byteAt(at)); at++, unit /= 10) {
      // Beyond milliseconds only zeros are exact.
      if (unit === 0 && byteAt(at) !== 0x30) return 0;
      milliseconds += unit * i64(byteAt(at) - 0x30);
    }
    if (at === start) return 0;
    setInteger(slot, value + milliseconds);
  }
  if (byteAt(at) === 0x5a) at++;
  else if (wordAt(at) === 0x3a30302b && byteAt(at + 4) === 0x30 && byteAt(at + 5) === 0x30) at += 6;
  return skipQuote(at);
}

/** Reads `"YYYY-MM-DD` and a separator, and remembers the date; false where it is no date, or out of range. */
function readDate(at: usize, last: DateMemory, isDated: bool): bool {
  const separator = byteAt(at + 11);
  if (byteAt(at + 5) !== dash || byteAt(at + 8) !== dash || (separator !== 0x20 && separator !== 0x54))
    return false;
  const century = twoDigitsAt(at + 1);
  const yearOfCentury = twoDigitsAt(at + 3);
  const month = twoDigitsAt(at + 6);
  const day = twoDigitsAt(at + 9);
  if (century > 99 || yearOfCentury > 99) return false;
  const year = century * 100 + yearOfCentury;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return false;
  const number = year * 10_000 + month * 100 + day;
  if (isDated && (number < firstDate || number > lastDate)) return false;
  last.date = number;
  last.midnight = i64(toDayNumber(year, month, day)) * dayMilliseconds;
  return true;
}

/** The number of two digits; a number out of every range where they are not digits. */
function twoDigitsAt(at: usize): u32 {
  const tens = byteAt(at) - 0x30;
  const ones = byteAt(at + 1) - 0x30;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}

function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}

function daysOfMonth(year: u32, month: u32): u32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The days from 1970-01-01 to a date of the years 1 to 9999: years begin in March, so that leap days end them. */
function toDayNumber(year: u32, month: u32, day: u32): i32 {
  const isEarly = month <= 2;
  const shifted = i32(year) - i32(isEarly);
  const ofYear = (153 * (i32(month) + (isEarly ? 9 : -3)) + 2) / 5 + i32(day) - 1;
  return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468;
}
