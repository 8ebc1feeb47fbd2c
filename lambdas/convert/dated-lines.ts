import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { toDateText } from '../../glue/derive/line-matcher.ts';

/** The good lines of one date on local disk. */
export interface DatedFile {
  readonly date: string;
  readonly path: string;
  readonly rowsCount: number;
}

/**
 * Sorts good lines by date into local files, one a date, each line with its number put in front as
 * `"line_number"`: what the engine then reads without a check. Memory is bounded by `maxBuffers` buffers,
 * whatever the number of dates and lines.
 */
export class DatedLines {
  readonly #folder: string;
  readonly #files = new Map<number, { readonly path: string; rowsCount: number }>();
  readonly #buffers = new Map<number, { readonly bytes: Buffer; filled: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds the text of a JSON object.
   *
   * @param date yyyymmdd
   * @param start the place of its `{`
   * @param end the place after its `}` and whatever white space follows; the LF left out
   */
  add(date: number, lineNumber: number, bytes: Buffer, start: number, end: number): void {
    const file = this.#fileOf(date);
    file.rowsCount++;
    const needed = prefix.length + maxDigits + (end - start) + 1;
    if (needed > bufferBytes) {
      this.#flush(date);
      appendFileSync(
        file.path,
        Buffer.concat([prefix, Buffer.from(`${lineNumber},`), bytes.subarray(start + 1, end), newline]),
      );
      return;
    }
    let buffer = this.#buffers.get(date);
    if (!buffer) {
      if (this.#buffers.size >= maxBuffers) this.#flushAll();
      buffer = { bytes: Buffer.allocUnsafe(bufferBytes), filled: 0 };
      this.#buffers.set(date, buffer);
    }
    if (buffer.filled + needed > bufferBytes) {
      appendFileSync(file.path, buffer.bytes.subarray(0, buffer.filled));
      buffer.filled = 0;
    }
    const target = buffer.bytes;
    let at = buffer.filled;
    for (let i = 0; i < prefix.length; i++) target[at++] = prefix[i] as number;
    at = writeDigits(target, at, lineNumber);
    target[at++] = comma;
    at += bytes.copy(target, at, start + 1, end);
    target[at++] = lineFeed;
    buffer.filled = at;
  }

  /** Writes what is still held and names the files, in the order of their dates. */
  finish(): DatedFile[] {
    this.#flushAll();
    const dates = [...this.#files.keys()].sort((a, b) => a - b);
    return dates.map((date) => ({ date: toDateText(date), ...this.#fileOf(date) }));
  }

  #fileOf(date: number): { readonly path: string; rowsCount: number } {
    let file = this.#files.get(date);
    if (!file) {
      file = { path: join(this.#folder, `${date}.jsonl`), rowsCount: 0 };
      this.#files.set(date, file);
    }
    return file;
  }

  #flush(date: number): void {
    const buffer = this.#buffers.get(date);
    if (!buffer) return;
    if (buffer.filled > 0) appendFileSync(this.#fileOf(date).path, buffer.bytes.subarray(0, buffer.filled));
    this.#buffers.delete(date);
  }

  #flushAll(): void {
    for (const date of [...this.#buffers.keys()]) this.#flush(date);
  }
}

/** Some hundred lines a write. */
const bufferBytes = 256 * 1024;
/** 32 MiB of them: a month's dates are never written early. */
const maxBuffers = 128;
const prefix = Buffer.from('{"line_number":');
const newline = Buffer.from('\n');
/** Of a line number: no object has more lines than 10^15. */
const maxDigits = 16;
const comma = 0x2c;
const lineFeed = 0x0a;

function writeDigits(target: Buffer, from: number, value: number): number {
  const digits = String(value);
  for (let i = 0; i < digits.length; i++) target[from + i] = digits.charCodeAt(i);
  return from + digits.length;
}
