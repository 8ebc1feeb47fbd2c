import { isUtf8 } from 'node:buffer';
import { LoadFault } from '../core/errors.ts';
import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  comma,
  isSpace,
  lineFeed,
  openBrace,
  openBracket,
  quote,
  space,
} from './read/ascii.ts';
import { RecordBuffer } from './record-buffer.ts';
import { keptBytes, type Line, newLine } from './split-lines.ts';

/**
 * Splits a JSON array, in chunks of any size, into its elements: each is passed on as a line, with its number
 * from 1 and its offset in the file. Line ends within an element become spaces, so that it is one line; a
 * string that holds one is not JSON. It checks only what is between elements; the line reader checks the
 * elements. Memory: one `RecordBuffer`.
 *
 * @throws LoadFault `broken_array`, with the offset, as soon as elements cannot be separated with certainty: a
 *   missing or extra comma, an extra bracket, a string over several lines, anything after the array, or no end
 *   of it
 */
export class ElementSplitter {
  readonly #onLine: (line: Line) => void;
  readonly #maxLineBytes: number;
  readonly #line: Line;
  readonly #buffer: RecordBuffer;
  /** The offset of the buffer's first byte in the inflated object. */
  #offset = 0;
  #number = 0;
  #place: Place = 'before';
  /** Where the current element begins in the buffer; 0 where its beginning was dropped. */
  #start = 0;
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  #long: { prefix: Buffer; length: number; offset: number } | undefined;

  constructor(onLine: (line: Line) => void, maxLineBytes: number) {
    this.#onLine = onLine;
    this.#maxLineBytes = maxLineBytes;
    this.#buffer = new RecordBuffer(maxLineBytes);
    this.#line = newLine(this.#buffer.bytes);
  }

  push(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const scanned = this.#buffer.filled;
      from += this.#buffer.fill(chunk, from);
      this.#scan(scanned);
      this.#keepOpen();
    }
  }

  end(): void {
    if (this.#place === 'done') return;
    const after = this.#number === 0 ? 'before its first element ends' : `after element ${this.#number}`;
    throw new LoadFault('broken_array', `is a JSON array that is cut off ${after}; export it again`);
  }

  /** Drops all scanned bytes except those of an unfinished element; those, too, where it is too long. */
  #keepOpen(): void {
    const dropped = this.#place === 'within' ? this.#start : this.#buffer.filled;
    this.#buffer.drop(dropped);
    this.#offset += dropped;
    this.#start = 0;
    const { bytes, filled: open } = this.#buffer;
    if (open <= this.#maxLineBytes && !this.#long) return;
    this.#long ??= {
      prefix: Buffer.from(bytes.subarray(0, Math.min(keptBytes, open))),
      length: 0,
      offset: this.#offset,
    };
    this.#long.length += open;
    this.#offset += open;
    this.#buffer.drop(open);
  }

  #scan(from: number): void {
    const { bytes: buffer, filled } = this.#buffer;
    for (let at = from; at < filled; at++) {
      const byte = buffer[at] as number;
      if (this.#place === 'within') {
        at = this.#scanElement(at);
        continue;
      }
      if (this.#place === 'before') {
        // The recognizer has checked the bytes before it: white space, or a byte order mark.
        if (byte === openBracket) this.#place = 'between';
        continue;
      }
      if (isSpace(byte) || byte === lineFeed) continue;
      if (this.#place === 'done') throw this.#fault(at, 'holds something else after its end');
      if (this.#place === 'between') {
        if (this.#isBegun(at, byte)) at = this.#scanElement(at);
      } else if (byte === comma) this.#place = 'between';
      else if (byte === closeBracket) this.#place = 'done';
      else throw this.#fault(at, `lacks a comma after element ${this.#number}`);
    }
  }

  /** Whether an element begins at `at`, and not the end of an empty array. */
  #isBegun(at: number, byte: number): boolean {
    if (byte === closeBracket && this.#number === 0) {
      this.#place = 'done';
      return false;
    }
    if (byte === comma || byte === closeBracket)
      throw this.#fault(at, 'holds a comma with no element beside it');
    this.#place = 'within';
    this.#start = at;
    return true;
  }

  /** Continues the scan of an element; returns the offset of its last byte, or of the last byte in the buffer. */
  #scanElement(from: number): number {
    const { bytes: buffer, filled } = this.#buffer;
    let depth = this.#depth;
    let inText = this.#inText;
    let isEscaped = this.#isEscaped;
    for (let at = from; at < filled; at++) {
      let byte = buffer[at] as number;
      if (inText) {
        if (isEscaped) {
          isEscaped = false;
          continue;
        }
        // Most bytes are plain characters of strings.
        while (byte !== quote && byte !== backslash && byte !== lineFeed) {
          if (++at === filled) break;
          byte = buffer[at] as number;
        }
        if (at === filled) break;
        if (byte === quote) inText = false;
        else if (byte === backslash) isEscaped = true;
        else
          throw this.#fault(
            at,
            `holds a text with a line end in it, or without its end, in element ${this.#number + 1}`,
          );
      } else if (byte === quote) inText = true;
      else if (byte === openBrace || byte === openBracket) depth++;
      else if (depth === 0) {
        // A number, a string or a word, which no bracket ends.
        if (byte === comma || byte === closeBracket || byte === lineFeed || isSpace(byte)) {
          this.#endElement(at);
          return at - 1;
        }
        if (byte === closeBrace) throw this.#fault(at, 'holds a closing brace too many');
      } else if (byte === closeBrace || byte === closeBracket) {
        if (--depth === 0) {
          this.#endElement(at + 1);
          return at;
        }
      } else if (byte === lineFeed || byte === carriageReturn) buffer[at] = space;
    }
    this.#depth = depth;
    this.#inText = inText;
    this.#isEscaped = isEscaped;
    return filled - 1;
  }

  #endElement(end: number): void {
    this.#place = 'after';
    this.#depth = 0;
    this.#inText = false;
    this.#isEscaped = false;
    const line = this.#line;
    const start = this.#start;
    const long = this.#long;
    line.number = ++this.#number;
    line.length = end - start + (long?.length ?? 0);
    line.bytes = long?.prefix ?? this.#buffer.bytes;
    line.start = long ? 0 : start;
    line.end = long ? long.prefix.length : end;
    line.offset = long?.offset ?? this.#offset + start;
    if (line.length > this.#maxLineBytes) line.state = 'too_long';
    else line.state = isUtf8(this.#buffer.bytes.subarray(start, end)) ? 'text' : 'not_utf8';
    this.#long = undefined;
    this.#onLine(line);
  }

  #fault(at: number, what: string): LoadFault {
    return new LoadFault(
      'broken_array',
      `is a JSON array that ${what}, at byte ${this.#offset + at}: its elements cannot be separated with certainty; export it again, or see whether this reads it: jq -c '.[]'`,
    );
  }
}

/** The position of the scan: before the array, before an element, in one, after one, after the array. */
type Place = 'before' | 'between' | 'within' | 'after' | 'done';
