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

/** What bounds the work on one object. */
export interface ConvertLimits extends QuarantineLimits {
  /** A longer line is refused without being held. */
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
 * How curated files are written, chosen by measurement: rows stay as they landed, because whoever reads bets reads
 * the day, and to sort them would nearly double the work; bloom filters cost a tenth of it and spare no scan.
 *
 * @see docs/performance.md
 */
export const curatedFileOptions = "codec 'zstd', compression_level 1, write_bloom_filter false";
/** Of few rows the footer is nearly all there is: they take the same bytes, and less CPU to write and to read. */
const fewRowsOptions = "codec 'uncompressed', write_bloom_filter false";
const fewRows = 100;

export interface ConvertOptions extends Omit<ReadOptions, 'rows' | 'refused'> {
  /** The name of this attempt, which its refused lines carry. */
  readonly attempt: string;
  readonly engine: Engine;
  /** An empty folder of this conversion's own, which the engine may read and write. */
  readonly folder: string;
}

/** What an object became, on local disk: nothing of it is visible yet. */
export interface ConvertedObject extends ObjectReading {
  /** Why it counts for nothing, though its lines were read: there are no files then. */
  readonly fault: LoadFault | undefined;
  /** One Parquet file a date, in the order of the dates. */
  readonly files: readonly { readonly date: string; readonly path: string; readonly rowsCount: number }[];
  /** The refused lines as JSON Lines; null where there are none. */
  readonly quarantinePath: string | null;
}

/**
 * Turns a landing object into one Parquet file a date and a file of refused lines: one pass over its bytes sorts its
 * lines, and the engine then reads what is known to be right. Memory is bounded by a few buffers, whatever the size.
 *
 * @throws LoadFault where the object as a whole cannot be read; the signal's reason where it was aborted
 */
export async function convertObject(options: ConvertOptions): Promise<ConvertedObject> {
  const { dataset, object, engine, folder, limits, signal } = options;
  mustFit(object, limits);
  // The engine would end its statement at it, and a path its name.
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
