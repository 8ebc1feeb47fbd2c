import { isUtf8 } from 'node:buffer';
import { carriageReturn, lineFeed } from './read/ascii.ts';
import { RecordBuffer } from './record-buffer.ts';

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

/**
 * Splits bytes, in chunks of any size, into lines at LF, with each line's number and offset. It removes a byte
 * order mark from the beginning, marks lines that are not UTF-8, and never holds more of a line than
 * `maxLineBytes`. Memory: one `RecordBuffer`.
 */
export class LineSplitter {
  readonly #onLine: (line: Line) => void;
  readonly #maxLineBytes: number;
  readonly #buffer: RecordBuffer;
  readonly #line: Line;
  #number = 0;
  #offset = 0;
  #begun = false;
  #long: { prefix: Buffer; length: number } | undefined;

  constructor(onLine: (line: Line) => void, maxLineBytes: number) {
    this.#onLine = onLine;
    this.#maxLineBytes = maxLineBytes;
    this.#buffer = new RecordBuffer(maxLineBytes);
    this.#line = newLine(this.#buffer.bytes);
  }

  push(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      from += this.#buffer.fill(chunk, from);
      if (this.#begin(false)) this.#drain();
    }
  }

  /** Passes on the last line, which may lack its LF. */
  end(): void {
    this.#begin(true);
    this.#drain();
    const { bytes, filled } = this.#buffer;
    if (this.#long) this.#endLong(filled);
    else if (filled > 0) this.#emit(0, filled, isUtf8(bytes.subarray(0, filled)));
    this.#buffer.drop(filled);
  }

  /** Removes a byte order mark, once there are enough bytes to recognize it. */
  #begin(ended: boolean): boolean {
    if (this.#begun) return true;
    const { bytes, filled } = this.#buffer;
    if (filled < byteOrderMark.length && !ended) return false;
    this.#begun = true;
    if (bytes.subarray(0, filled).indexOf(byteOrderMark) === 0) {
      this.#buffer.drop(byteOrderMark.length);
      this.#offset = byteOrderMark.length;
    }
    return true;
  }

  #drain(): void {
    const { bytes: buffer, filled } = this.#buffer;
    if (filled === 0) return;
    let start = 0;
    if (this.#long) {
      const newline = buffer.subarray(0, filled).indexOf(lineFeed);
      if (newline < 0) {
        this.#long.length += filled;
        this.#buffer.drop(filled);
        return;
      }
      this.#endLong(newline);
      start = newline + 1;
    }
    const last = buffer.lastIndexOf(lineFeed, filled - 1);
    if (last >= start) {
      const allUtf8 = isUtf8(buffer.subarray(start, last));
      while (start <= last) {
        const end = buffer.indexOf(lineFeed, start);
        this.#emit(start, end, allUtf8 || isUtf8(buffer.subarray(start, end)));
        start = end + 1;
      }
    }
    this.#buffer.drop(start);
    const open = this.#buffer.filled;
    // One byte more may be the CR of a line that is not too long.
    if (open > this.#maxLineBytes + 1) {
      this.#long = { prefix: Buffer.from(buffer.subarray(0, Math.min(keptBytes, open))), length: open };
      this.#buffer.drop(open);
    }
  }

  #emit(start: number, end: number, utf8: boolean): void {
    const line = this.#line;
    const { bytes } = this.#buffer;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    line.length = end - start;
    const withoutReturn = end > start && bytes[end - 1] === carriageReturn ? line.length - 1 : line.length;
    line.state = withoutReturn > this.#maxLineBytes ? 'too_long' : utf8 ? 'text' : 'not_utf8';
    this.#hand(line);
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
    this.#onLine(line);
  }
}
