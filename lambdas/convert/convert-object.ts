import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LoadFault } from '../core/errors.ts';
import { Core } from './assembly.ts';
import { ParquetFiles, toDateText } from './parquet-files.ts';
import { QuarantineFile, type QuarantineLimits } from './quarantine-file.ts';
import { mustFit, readObject } from './read-object.ts';
import { findReadingFault, type ObjectReading, type ReadOptions } from './sort-lines.ts';

/** The limits of the work on one object. */
export interface ConvertLimits extends QuarantineLimits {
  /** A longer line is refused and never held in memory. */
  readonly maxLineBytes: number;
  /** An object that inflates to more is refused. */
  readonly maxObjectBytes: number;
}

export const defaultLimits: ConvertLimits = {
  maxLineBytes: 1024 ** 2,
  maxObjectBytes: 6 * 1024 ** 3,
  maxQuarantineLines: 10_000,
  maxQuarantineBytes: 64 * 1024 ** 2,
};

/** Used up only where an object has hundreds of dates side by side; a quarter of it is enough for most. */
const rowBytes = 256 * 1024 ** 2;

export interface ConvertOptions extends Omit<ReadOptions, 'core' | 'keepsRows' | 'refused'> {
  /** The id of this attempt, which is written with its refused lines. */
  readonly attempt: string;
  /** An empty folder for this conversion alone. */
  readonly folder: string;
  /** Used for nothing else meanwhile. @default one that is kept for the next object */
  readonly core?: Core;
  /** The most memory of rows that are not yet encoded. @default 256 MiB */
  readonly rowBytes?: number;
}

/** The files that an object was converted to, on local disk: nothing of it is visible yet. */
export interface ConvertedObject extends ObjectReading {
  /** Why the object is refused although its lines were read; there are no files then. */
  readonly fault: LoadFault | undefined;
  /** One Parquet file a date, in the order of the dates. */
  readonly files: readonly { readonly date: string; readonly path: string; readonly rowsCount: number }[];
  /** The refused lines as JSON Lines; null where there are none. */
  readonly quarantinePath: string | null;
}

/** Cores that wait for an object. */
const idle: Core[] = [];

/**
 * Converts a landing object to one Parquet file for each date and a file of refused lines: one pass over its
 * bytes checks and sorts its lines, and encodes the rows of those that are good. Memory is bounded by a few
 * buffers and the core's budget, whatever the size and the number of dates.
 *
 * @throws LoadFault where the object as a whole cannot be read; the signal's reason where it was aborted
 */
export async function convertObject(options: ConvertOptions): Promise<ConvertedObject> {
  const { object, limits } = options;
  mustFit(object, limits);
  // U+0000 would cut off the path.
  if (object.key.includes('\0')) {
    throw new LoadFault('unsupported_key', 'its name has the character U+0000; land it under another');
  }
  if (options.core) return convertWith(options.core, options);
  const core = idle.pop() ?? new Core();
  try {
    const converted = await convertWith(core, options);
    idle.push(core);
    return converted;
  } catch (error) {
    // After any other error the core may be in pieces.
    if (error instanceof LoadFault) idle.push(core);
    throw error;
  }
}

async function convertWith(core: Core, options: ConvertOptions): Promise<ConvertedObject> {
  const { dataset, object, folder, limits, attempt, signal } = options;
  mkdirSync(folder, { recursive: true });
  const source = { dataset: dataset.name, landingKey: object.key, objectVersion: object.version, attempt };
  const refused = new QuarantineFile(join(folder, 'quarantine.jsonl'), source, limits);
  const written = new ParquetFiles(folder);
  core.begin(dataset, object.key, options.rowBytes ?? rowBytes, written);
  try {
    const reading = await readObject({ ...options, core, keepsRows: true, refused });
    refused.finish();
    const quarantinePath = refused.count > 0 ? refused.path : null;
    const fault = findReadingFault(reading, limits);
    if (fault) return { ...reading, fault, files: [], quarantinePath };
    signal?.throwIfAborted();
    const files = core.finish().map(({ date, rowsCount }) => ({
      date: toDateText(date),
      path: written.pathOf(date),
      rowsCount,
    }));
    return { ...reading, fault, files, quarantinePath };
  } finally {
    written.close();
    core.end();
  }
}
