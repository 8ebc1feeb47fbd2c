import { isUtf8 } from 'node:buffer';
import { appendFileSync } from 'node:fs';
import type { Fault } from '../../glue/fault.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { carriageReturn } from './read/ascii.ts';
import { keptBytes, type Line } from './split-lines.ts';

/** The origin of refused lines: the first columns of every quarantine row. */
export interface QuarantineSource {
  readonly dataset: DatasetName;
  readonly landingKey: string;
  readonly objectVersion: string;
  readonly attempt: string;
}

/** How many of an object's refused lines are kept; all of them are counted. */
export interface QuarantineLimits {
  readonly maxQuarantineLines: number;
  readonly maxQuarantineBytes: number;
}

const maxHeld = 1024 * 1024;

/**
 * Writes refused lines to a local file, one JSON object each: the columns of the table `quarantine_lines`. A
 * line is kept as its text, or as base64 where it is not UTF-8; of a long line, the first 64 KiB. Only the
 * first lines up to the limits are kept: a line of two bytes becomes a row of more than two hundred, and a few
 * kilobytes of gzip could fill the disk.
 */
export class QuarantineFile {
  readonly path: string;
  count = 0;
  readonly #source: QuarantineSource;
  readonly #limits: QuarantineLimits;
  #keptBytes = 0;
  #held = '';

  constructor(path: string, source: QuarantineSource, limits: QuarantineLimits) {
    this.path = path;
    this.#source = source;
    this.#limits = limits;
  }

  add(line: Line, faults: readonly Fault[]): void {
    this.count++;
    const { maxQuarantineLines, maxQuarantineBytes } = this.#limits;
    if (this.count <= maxQuarantineLines && this.#keptBytes < maxQuarantineBytes) this.#keep(line, faults);
  }

  #keep(line: Line, faults: readonly Fault[]): void {
    const row = {
      dataset: this.#source.dataset,
      landing_key: this.#source.landingKey,
      object_version: this.#source.objectVersion,
      attempt: this.#source.attempt,
      line_number: line.number,
      byte_offset: line.offset,
      ...toRaw(line),
      faults,
    };
    const text = `${JSON.stringify(row)}\n`;
    this.#keptBytes += text.length;
    this.#held += text;
    if (this.#held.length > maxHeld) this.finish();
  }

  /** Writes what is still buffered. */
  finish(): void {
    if (this.#held !== '') appendFileSync(this.path, this.#held);
    this.#held = '';
  }
}

/** Drops the bytes of a last character that was cut through. */
export function cutAtCharacter(bytes: Buffer): Buffer {
  let end = bytes.length;
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (needed > back) end = bytes.length - back;
      break;
    }
    if (byte < 0x80) break;
  }
  return bytes.subarray(0, end);
}

function toRaw(line: Line): { raw_line: string | null; raw_line_base64: string | null } {
  const withoutReturn =
    line.bytes[line.end - 1] === carriageReturn && line.end > line.start ? line.end - 1 : line.end;
  const whole = line.bytes.subarray(line.start, withoutReturn);
  const kept =
    whole.length > keptBytes || line.state === 'too_long'
      ? cutAtCharacter(whole.subarray(0, keptBytes))
      : whole;
  return isUtf8(kept)
    ? { raw_line: kept.toString('utf8'), raw_line_base64: null }
    : { raw_line: null, raw_line_base64: kept.toString('base64') };
}
