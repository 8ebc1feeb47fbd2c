import { mkdirSync } from 'node:fs';
import type { Dataset } from '../../../glue/schema.ts';
import type { Core, RowsFile } from '../../../lambdas/convert/assembly.ts';
import { ParquetFiles } from '../../../lambdas/convert/parquet-files.ts';

/** A decimal in its smallest unit, an instant in milliseconds since 1970. */
export type Value = bigint | string | null;

export interface Row {
  /** yyyymmdd */
  readonly date: number;
  readonly lineNumber: bigint;
  readonly values: readonly Value[];
}

export interface RowsToWrite {
  readonly dataset: Dataset;
  readonly landingKey: string;
  readonly rows: readonly Row[];
  readonly memoryBudget: number;
  /** @default as conversion */
  readonly maxKeptBytes?: number;
}

export interface WrittenFile extends RowsFile {
  readonly path: string;
}

/** Writes rows as the line matcher does, by the value slots; the files are those of a folder of their own. */
export function writeRows(
  core: Core,
  folder: string,
  { dataset, landingKey, rows, memoryBudget, maxKeptBytes }: RowsToWrite,
): WrittenFile[] {
  mkdirSync(folder, { recursive: true });
  const files = new ParquetFiles(folder, maxKeptBytes);
  try {
    core.begin(dataset, landingKey, memoryBudget, files);
    for (const row of rows) addRow(core, row);
    return core.finish().map((file) => ({ ...file, path: files.pathOf(file.date) }));
  } finally {
    core.end();
    files.close();
  }
}

/** Bytes of a value slot. */
const slotSize = 32;
/** What the core may read behind a text. */
const behindText = 16;

export function addRow(core: Core, { date, lineNumber, values }: Row): void {
  const { exports } = core;
  const texts = values.map((value) => (typeof value === 'string' ? Buffer.from(value) : undefined));
  const room = texts.reduce((sum, text) => sum + (text ? text.length + behindText : 0), 0);
  let textAt = exports.reserveText(room);
  const memory = new DataView(exports.memory.buffer);
  for (const [index, value] of values.entries()) {
    const slot = exports.slots.value + index * slotSize;
    memory.setUint32(slot + 16, value === null ? 1 : 0, true);
    const text = texts[index];
    if (text) {
      core.bytes(textAt, text.length).set(text);
      memory.setUint32(slot + 8, textAt, true);
      memory.setUint32(slot + 12, text.length, true);
      textAt += text.length + behindText;
    } else if (typeof value === 'bigint') {
      memory.setBigInt64(slot, value, true);
    }
  }
  exports.addRow(date, lineNumber);
}
