import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowFiles } from '../../glue/curated.ts';
import type { Dataset } from '../../glue/schema.ts';
import { comma, lineFeed, quote, space } from './read/ascii.ts';
import { toDateText } from './read/line-matcher.ts';

/** The checked rows of one date on local disk. */
export interface DatedFile extends RowFiles {
  readonly date: string;
  readonly rowsCount: number;
}

/** 32 MiB: the dates of a month are never flushed early. */
const maxBuffers = 128;

/** Digits of a line number: no object has more than 10^15 lines. */
const maxDigits = 16;

/** The most bytes that one UTF-16 unit of a string takes in UTF-8. */
const maxBytesOfUnit = 3;

/**
 * Sorts checked rows by date into local files, which the engine then reads without a check. Values are written
 * without their names, a quarter of the bytes to write, read and parse. Memory is bounded by `maxBuffers`
 * buffers, whatever the number of dates and rows.
 */
export class DatedRows {
  readonly #folder: string;
  readonly #dataset: Dataset;
  readonly #dates = new Map<number, DateRows>();
  readonly #buffered = new Set<BufferedFile>();

  constructor(folder: string, dataset: Dataset) {
    this.#folder = folder;
    this.#dataset = dataset;
  }

  /**
   * Adds a row by the offsets of its values.
   *
   * @param date yyyymmdd
   * @param offsets a start and an end for each column, as the line matcher gives them
   * @param length the length of the line in bytes
   */
  addOffsets(date: number, lineNumber: number, bytes: Buffer, offsets: Int32Array, length: number): void {
    const { values } = this.#count(date);
    const target = this.#reserve(values, maxDigits + length + offsets.length);
    let at = writeDigits(target, values.filled, lineNumber);
    for (let slot = 0; slot < offsets.length; slot += 2) {
      target[at++] = comma;
      const end = offsets[slot + 1] as number;
      for (let from = offsets[slot] as number; from < end; from++) target[at++] = bytes[from] as number;
    }
    target[at++] = lineFeed;
    values.commit(at);
  }

  /**
   * Adds a row by the canonical text of its values.
   *
   * @param date yyyymmdd
   * @param texts one for each column, as the strict reader gives them
   */
  addTexts(date: number, lineNumber: number, texts: readonly (string | null)[]): void {
    const { values, objects } = this.#count(date);
    const units = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    // A value has a comma and quotes beside its characters.
    const target = this.#reserve(values, maxDigits + units * maxBytesOfUnit + texts.length * 3 + 1);
    const end = this.#writeValues(target, values.filled, lineNumber, texts);
    values.commit(end >= 0 ? end : values.filled);
    if (end < 0) this.#addObject(objects, lineNumber, texts);
  }

  /** Writes what is still buffered and returns the files, in the order of their dates. */
  finish(): DatedFile[] {
    this.#flush();
    return [...this.#dates.keys()]
      .sort((a, b) => a - b)
      .map((date) => {
        const { values, objects, rowsCount } = this.#rowsOf(date);
        return {
          date: toDateText(date),
          rowsCount,
          values: values.isEmpty ? null : values.path,
          objects: objects.isEmpty ? null : objects.path,
        };
      });
  }

  #count(date: number): DateRows {
    const rows = this.#rowsOf(date);
    rows.rowsCount++;
    return rows;
  }

  #rowsOf(date: number): DateRows {
    let rows = this.#dates.get(date);
    if (!rows) {
      rows = {
        values: new BufferedFile(join(this.#folder, `${date}.csv`)),
        objects: new BufferedFile(join(this.#folder, `${date}.jsonl`)),
        rowsCount: 0,
      };
      this.#dates.set(date, rows);
    }
    return rows;
  }

  #reserve(file: BufferedFile, bytes: number): Buffer {
    if (file.filled === 0 && !this.#buffered.has(file)) {
      if (this.#buffered.size >= maxBuffers) this.#flush();
      this.#buffered.add(file);
    }
    return file.reserve(bytes);
  }

  #flush(): void {
    for (const file of this.#buffered) file.flush();
    this.#buffered.clear();
  }

  /**
   * Writes a row as comma-separated values.
   *
   * @returns the end of the row; -1 where a text holds a character that would have to be escaped
   */
  #writeValues(target: Buffer, from: number, lineNumber: number, texts: readonly (string | null)[]): number {
    let at = writeDigits(target, from, lineNumber);
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index] ?? null;
      target[at++] = comma;
      if (text === null) continue;
      if (this.#dataset.columns[index]?.type.kind === 'text') {
        target[at++] = quote;
        at = writePlain(target, at, text);
        if (at < 0) return -1;
        target[at++] = quote;
      } else at = writePlain(target, at, text);
    }
    target[at++] = lineFeed;
    return at;
  }

  /** Adds a row as a JSON object: whole numbers bare, everything else quoted. */
  #addObject(file: BufferedFile, lineNumber: number, texts: readonly (string | null)[]): void {
    const members = this.#dataset.columns.map(({ name, type }, index) => {
      const text = texts[index] ?? null;
      return `"${name}":${text !== null && type.kind === 'whole' ? text : JSON.stringify(text)}`;
    });
    const row = `{"line_number":${lineNumber},${members.join(',')}}\n`;
    const target = this.#reserve(file, row.length * maxBytesOfUnit);
    file.commit(file.filled + target.write(row, file.filled));
  }
}

/** About a hundred rows. */
const firstBytes = 16 * 1024;

/** Some thousand rows for each write. */
const bufferBytes = 256 * 1024;

/**
 * A local file that is appended to through a buffer, which it holds only while bytes wait in it. The buffer
 * begins small and doubles with each write, so that a small file takes little memory.
 */
export class BufferedFile {
  readonly path: string;
  /** How many bytes wait in the buffer, from its beginning. */
  filled = 0;
  #isWritten = false;
  #buffer: Buffer | undefined;
  #nextBytes = firstBytes;

  constructor(path: string) {
    this.path = path;
  }

  get isEmpty(): boolean {
    return !this.#isWritten && this.filled === 0;
  }

  /**
   * Returns the buffer with room for so many bytes from `filled` on; call `commit` with the end of what was written.
   */
  reserve(bytes: number): Buffer {
    if (this.#buffer && this.filled + bytes <= this.#buffer.length) return this.#buffer;
    if (this.filled > 0) this.#write();
    if (!this.#buffer || this.#buffer.length < Math.max(bytes, this.#nextBytes)) {
      this.#buffer = Buffer.allocUnsafe(Math.max(bytes, this.#nextBytes));
      this.#nextBytes = Math.min(this.#nextBytes * 2, bufferBytes);
    }
    return this.#buffer;
  }

  /** @param filled the end of the bytes that were added to the buffer of `reserve` */
  commit(filled: number): void {
    this.filled = filled;
    // A buffer that was made for one long row is not kept.
    if (this.#buffer && this.#buffer.length > bufferBytes) this.flush();
  }

  /** Writes the waiting bytes and releases the buffer. */
  flush(): void {
    if (this.filled > 0) this.#write();
    this.#buffer = undefined;
  }

  #write(): void {
    if (this.#buffer) appendFileSync(this.path, this.#buffer.subarray(0, this.filled));
    this.#isWritten = true;
    this.filled = 0;
  }
}

interface DateRows {
  readonly values: BufferedFile;
  readonly objects: BufferedFile;
  rowsCount: number;
}

/** Writes a text character by character, since most have one byte; -1 where it holds a quote or a control character. */
function writePlain(target: Buffer, from: number, text: string): number {
  let at = from;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < space || unit === quote) return -1;
    if (unit >= 0x80) return writeRest(target, at, text, index);
    target[at++] = unit;
  }
  return at;
}

/** Writes a text from its first character of several bytes on. */
function writeRest(target: Buffer, at: number, text: string, index: number): number {
  for (let rest = index; rest < text.length; rest++) {
    const unit = text.charCodeAt(rest);
    if (unit < space || unit === quote) return -1;
  }
  return at + target.write(text.slice(index), at);
}

function writeDigits(target: Buffer, from: number, value: number): number {
  const digits = String(value);
  for (let i = 0; i < digits.length; i++) target[from + i] = digits.charCodeAt(i);
  return from + digits.length;
}
