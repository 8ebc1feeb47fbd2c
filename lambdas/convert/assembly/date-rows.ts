import { allocate } from './buffer';

/** The rows of a date that are not yet encoded, and the state of its file. */
@unmanaged
export class DateRows {
  /** yyyymmdd */
  date: i32;
  /** The index of its file: dates are numbered as they come. */
  index: i32;
  /** All rows of the file. */
  fileRows: i32;
  /** Rows that are not yet encoded. */
  rows: i32;
  /** Rows in the last block of rows. */
  blockRows: i32;
  firstRowBlock: usize;
  rowBlock: usize;
  /** Where the next text goes, and the end of the block that it goes to. */
  textAt: usize;
  textEnd: usize;
  /** All blocks, linked by their first field. */
  firstBlock: usize;
  lastBlock: usize;
  blocks: i32;
  /** Row groups that are written, and the bytes of their metadata. */
  rowGroups: i32;
  metadataBytes: i32;
  /** Bytes of the file that are written. */
  fileBytes: u64;
}

/** Dates a chunk of the directory. */
const chunkSize: i32 = 1024;
/** Enough for every day of the years 0 to 9999. */
const maxChunks: i32 = 4096;
const chunks: usize = allocate(<usize>maxChunks * 4);

/**
 * The record of each day, or 0, by year, month (16) and day (32): 20 MiB of addresses, of which the pages that no
 * date falls into are never touched.
 */
const byDay: usize = allocate(10000 * 16 * 32 * 4);

export let datesCount: i32 = 0;

function entryOf(date: i32): usize {
  const year = date / 10000;
  const month = (date / 100) % 100;
  const day = date % 100;
  if (year < 0 || year > 9999 || month > 15 || day > 31) throw new Error('not a date of the form yyyymmdd');
  return byDay + ((<usize>((year * 16 + month) * 32 + day)) << 2);
}

/** The rows of a date, which is new the first time. */
export function findDate(date: i32): DateRows {
  const entry = entryOf(date);
  const found = load<u32>(entry);
  if (found !== 0) return changetype<DateRows>(<usize>found);
  const index = datesCount++;
  const chunk = chunks + ((<usize>(index / chunkSize)) << 2);
  if (load<u32>(chunk) === 0) store<u32>(chunk, <u32>allocate(<usize>chunkSize * offsetof<DateRows>()));
  const rows = dateAt(index);
  memory.fill(changetype<usize>(rows), 0, offsetof<DateRows>());
  rows.date = date;
  rows.index = index;
  store<u32>(entry, <u32>changetype<usize>(rows));
  return rows;
}

export function dateAt(index: i32): DateRows {
  assert(index >= 0 && index < datesCount, 'no such date');
  const chunk = <usize>load<u32>(chunks + ((<usize>(index / chunkSize)) << 2));
  return changetype<DateRows>(chunk + <usize>(index % chunkSize) * offsetof<DateRows>());
}

/** The date that holds most memory. */
export function largestDate(): DateRows {
  let largest = dateAt(0);
  for (let index = 1; index < datesCount; index++) {
    const rows = dateAt(index);
    if (rows.blocks > largest.blocks) largest = rows;
  }
  return largest;
}

/** Forgets all dates; their blocks must be free. */
export function clearDates(): void {
  for (let index = 0; index < datesCount; index++) store<u32>(entryOf(dateAt(index).date), 0);
  datesCount = 0;
}
