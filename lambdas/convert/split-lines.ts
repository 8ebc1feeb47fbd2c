import { isUtf8 } from 'node:buffer';
import { carriageReturn, lineFeed } from './read/ascii.ts';

/** One line in a buffer: the same object for every line, valid during the call only. */
export interface Line {
  bytes: Buffer;
  start: number;
  /** The offset of its LF. */
  end: number;
  /** Its number from 1, blank lines included. */
  number: number;
  /** Its offset in the inflated object, in bytes. */
  offset: number;
  /** Its length in bytes; more than `end - start` where only the beginning of a long line was kept. */
  length: number;
  state: 'text' | 'not_utf8' | 'too_long';
}

/** An empty line, to begin with. */
export function newLine(bytes: Buffer): Line {
  return { bytes, start: 0, end: 0, number: 0, offset: 0, length: 0, state: 'text' };
}

/** How much of a line is kept that is too long. */
export const keptBytes = 64 * 1024;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Receives the lines of an object, in order. */
export interface LineSink {
  /**
   * Takes lines from the buffer of the core, up to the first that it leaves.
   *
   * @param end after the last line's LF
   * @param number the number of the first line
   */
  takeLines(start: number, end: number, number: number): TakenLines;
  /** Receives a line that was left, or that is not in the buffer of the core. */
  sort(line: Line): void;
}

/** Lines that were taken: how many, and where the next one begins. */
export interface TakenLines {
  readonly count: number;
  readonly end: number;
}

/** Where lines are read into: bytes of the core's memory, which move where that memory grows. */
export interface LineBuffer {
  readonly lines: Buffer;
}

/**
 * Splits bytes, in chunks of any size, into lines at LF, with each line's number and offset. It removes a byte
 * order mark from the beginning, marks lines that are not UTF-8, and never holds more of a line than
 * `maxLineBytes`. The buffer must have room for such a line, its CR and LF, and more.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  readonly #buffer: LineBuffer;
  readonly #maxLineBytes: number;
  readonly #line: Line;
  #filled = 0;
  #number = 0;
  #offset = 0;
  #begun = false;
  #long: { prefix: Buffer; length: number } | undefined;

  constructor(sink: LineSink, buffer: LineBuffer, maxLineBytes: number) {
    this.#sink = sink;
    this.#buffer = buffer;
    this.#maxLineBytes = maxLineBytes;
    this.#line = newLine(buffer.lines);
  }

  push(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const { lines } = this.#buffer;
      // One byte is kept for the LF that the last line may lack.
      const copied = chunk.copy(lines, this.#filled, from, from + lines.length - 1 - this.#filled);
      this.#filled += copied;
      from += copied;
      if (this.#begin(false)) this.#drain();
    }
  }

  /** Passes on the last line, which may lack its LF. */
  end(): void {
    this.#begin(true);
    this.#drain();
    if (this.#long) this.#endLong(this.#filled);
    else if (this.#filled > 0) {
      this.#buffer.lines[this.#filled++] = lineFeed;
      this.#drain();
    }
  }

  /** Removes a byte order mark, once there are enough bytes to recognize it. */
  #begin(ended: boolean): boolean {
    if (this.#begun) return true;
    if (this.#filled < byteOrderMark.length && !ended) return false;
    this.#begun = true;
    if (this.#buffer.lines.subarray(0, this.#filled).indexOf(byteOrderMark) === 0) {
      this.#drop(byteOrderMark.length);
      this.#offset = byteOrderMark.length;
    }
    return true;
  }

  #drain(): void {
    if (this.#filled === 0) return;
    let start = 0;
    if (this.#long) {
      const newline = this.#buffer.lines.subarray(0, this.#filled).indexOf(lineFeed);
      if (newline < 0) {
        this.#long.length += this.#filled;
        this.#filled = 0;
        return;
      }
      this.#endLong(newline);
      start = newline + 1;
    }
    const last = this.#buffer.lines.lastIndexOf(lineFeed, this.#filled - 1);
    while (start <= last) {
      const { count, end } = this.#sink.takeLines(start, last + 1, this.#number + 1);
      this.#number += count;
      this.#offset += end - start;
      start = end;
      if (start <= last) start = this.#emit(start);
    }
    this.#drop(start);
    const open = this.#filled;
    // One byte more may be the CR of a line that is not too long.
    if (open > this.#maxLineBytes + 1) {
      this.#long = {
        prefix: Buffer.from(this.#buffer.lines.subarray(0, Math.min(keptBytes, open))),
        length: open,
      };
      this.#filled = 0;
    }
  }

  /** Drops the first bytes. */
  #drop(count: number): void {
    if (count > 0 && count < this.#filled) this.#buffer.lines.copyWithin(0, count, this.#filled);
    this.#filled -= count;
  }

  /** Passes on the line that begins at `start`; returns where the next one begins. */
  #emit(start: number): number {
    const line = this.#line;
    const { lines } = this.#buffer;
    const end = lines.indexOf(lineFeed, start);
    line.bytes = lines;
    line.start = start;
    line.end = end;
    line.length = end - start;
    const withoutReturn = end > start && lines[end - 1] === carriageReturn ? line.length - 1 : line.length;
    if (withoutReturn > this.#maxLineBytes) line.state = 'too_long';
    else line.state = isUtf8(lines.subarray(start, end)) ? 'text' : 'not_utf8';
    this.#hand(line);
    return end + 1;
  }

  /** Ends a line of which only the beginning was kept; `rest` more of its bytes are in the buffer. */
  #endLong(rest: number): void {
    const long = this.#long;
    if (!long) return;
    this.#long = undefined;
    const line = this.#line;
    line.bytes = long.prefix;
    line.start = 0;
    line.end = long.prefix.length;
    line.length = long.length + rest;
    line.state = 'too_long';
    this.#hand(line);
  }

  #hand(line: Line): void {
    line.number = ++this.#number;
    line.offset = this.#offset;
    this.#offset += line.length + 1;
    this.#sink.sort(line);
  }
}
