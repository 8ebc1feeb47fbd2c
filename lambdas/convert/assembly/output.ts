import { newBuffer } from './buffer';
import { DateRows } from './date-rows';
import { write } from './host';

/** Bytes leave in pieces of at least this size, but for the last of a row group. */
const pieceBytes: i32 = 1 << 20;

/** What is next in the file that is being written; one file is written at a time. */
export const out = newBuffer(2 << 20);

/** The offset in the file of what is written next. */
export function positionIn(date: DateRows): i64 {
  return <i64>date.fileBytes + out.length;
}

/** Gives what is there to the host. */
export function writeOut(date: DateRows): void {
  if (out.length === 0) return;
  write(date.index, out.start, out.length);
  date.fileBytes += out.length;
  out.clear();
}

/** The same where it is enough for a piece. */
export function writePiece(date: DateRows): void {
  if (out.length >= pieceBytes) writeOut(date);
}
