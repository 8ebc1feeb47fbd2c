import { appendFileSync, closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RowsSink } from './assembly.ts';

/** More than any export of a month has; the files of further dates are opened for each piece. */
const maxOpenFiles = 64;

/** About 4,000 row groups. */
const defaultKeptBytes = 8 * 1024 ** 2;

/** The Parquet files of an object in a local folder, one for each date. Memory is bounded. */
export class ParquetFiles implements RowsSink {
  readonly #folder: string;
  readonly #maxKeptBytes: number;
  readonly #open = new Map<number, number>();
  /** The metadata of row groups by date; what does not fit into memory goes into a file beside the date's. */
  readonly #kept = new Map<number, Buffer[]>();
  readonly #spilled = new Set<number>();
  #keptBytes = 0;

  /** @param maxKeptBytes what the metadata of row groups may take in memory, of all files together */
  constructor(folder: string, maxKeptBytes = defaultKeptBytes) {
    this.#folder = folder;
    this.#maxKeptBytes = maxKeptBytes;
  }

  /** The path of a date's file. */
  pathOf(date: number): string {
    return join(this.#folder, `${toDateText(date)}.parquet`);
  }

  write(date: number, bytes: Uint8Array): void {
    let file = this.#open.get(date);
    if (file === undefined) {
      if (this.#open.size >= maxOpenFiles) this.close();
      file = openSync(this.pathOf(date), 'a');
      this.#open.set(date, file);
    }
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  }

  keepRowGroup(date: number, bytes: Uint8Array): void {
    const groups = this.#kept.get(date) ?? [];
    groups.push(Buffer.from(bytes));
    this.#kept.set(date, groups);
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > this.#maxKeptBytes) this.#spill();
  }

  writeRowGroups(date: number): void {
    if (this.#spilled.delete(date)) {
      const path = this.#spillPathOf(date);
      this.write(date, readFileSync(path));
      rmSync(path);
    }
    for (const group of this.#kept.get(date) ?? []) {
      this.write(date, group);
      this.#keptBytes -= group.length;
    }
    this.#kept.delete(date);
  }

  /** To be called in any case. */
  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #spill(): void {
    for (const [date, groups] of this.#kept) {
      appendFileSync(this.#spillPathOf(date), Buffer.concat(groups));
      this.#spilled.add(date);
    }
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  #spillPathOf(date: number): string {
    return `${this.pathOf(date)}.row-groups`;
  }
}

/** `YYYY-MM-DD` of `yyyymmdd`. */
export function toDateText(date: number): string {
  const digits = String(date).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
