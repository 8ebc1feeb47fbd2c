import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toCuratedSelect } from '../../glue/curated.ts';
import { toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../core/engine.ts';
import { LoadFault } from '../core/errors.ts';
import { DatedRows } from './dated-rows.ts';
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

/**
 * Parquet options of curated files, chosen by measurement: rows stay in landing order, because queries of bets
 * read whole days, and sorting would nearly double the work; bloom filters cost a tenth of it and save no scan.
 *
 * @see docs/performance.md
 */
export const curatedFileOptions = "codec 'zstd', compression_level 1, write_bloom_filter false";
/**
 * With few rows the file is mostly its footer: uncompressed, it has the same size and takes less CPU to write and to
 * read.
 */
const fewRowsOptions = "codec 'uncompressed', write_bloom_filter false";
const fewRows = 100;

export interface ConvertOptions extends Omit<ReadOptions, 'rows' | 'refused'> {
  /** The id of this attempt, which is written with its refused lines. */
  readonly attempt: string;
  readonly engine: Engine;
  /** An empty folder for this conversion alone, which the engine may read and write. */
  readonly folder: string;
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

/**
 * Converts a landing object to one Parquet file for each date and a file of refused lines: one pass over its
 * bytes checks and sorts its lines, and the engine then reads lines that are known to be good. Memory is
 * bounded by a few buffers, whatever the size.
 *
 * @throws LoadFault where the object as a whole cannot be read; the signal's reason where it was aborted
 */
export async function convertObject(options: ConvertOptions): Promise<ConvertedObject> {
  const { dataset, object, engine, folder, limits, signal } = options;
  mustFit(object, limits);
  // U+0000 would cut off the engine's statement and the path.
  if (object.key.includes('\0')) {
    throw new LoadFault('unsupported_key', 'its name has the character U+0000; land it under another');
  }
  mkdirSync(folder, { recursive: true });
  const rows = new DatedRows(folder, dataset);
  const source = {
    dataset: dataset.name,
    landingKey: object.key,
    objectVersion: object.version,
    attempt: options.attempt,
  };
  const refused = new QuarantineFile(join(folder, 'quarantine.jsonl'), source, limits);
  const reading = await readObject({ ...options, rows, refused });
  refused.finish();
  const quarantinePath = refused.count > 0 ? refused.path : null;
  const fault = findReadingFault(reading, limits);
  if (fault) return { ...reading, fault, files: [], quarantinePath };

  const files: { date: string; path: string; rowsCount: number }[] = [];
  for (const { date, rowsCount, ...rowFiles } of rows.finish()) {
    signal?.throwIfAborted();
    const parquet = join(folder, `${date}.parquet`);
    const select = toCuratedSelect(dataset, rowFiles, object.key, limits.maxLineBytes);
    const options = rowsCount <= fewRows ? fewRowsOptions : curatedFileOptions;
    await engine.run(`copy (${select}) to ${toSqlText(parquet)} (format parquet, ${options})`);
    files.push({ date, path: parquet, rowsCount });
  }
  return { ...reading, fault, files, quarantinePath };
}
