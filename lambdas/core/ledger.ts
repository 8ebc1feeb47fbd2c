import * as z from 'zod';
import { datasetNames } from '../../glue/datasets/index.ts';
import { ledgerPrefix } from '../../glue/prefixes.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { ledgerKey, toLoadId } from './keys.ts';
import type { LandingObject } from './landing.ts';
import { requestsAtOnce } from './map-bounded.ts';
import type { ObjectStore } from './object-store.ts';

const count = z.number().int().nonnegative();

const day = z.iso.date();

/** One curated file of a load. */
const loadedFile = z.object({ date: day, key: z.string(), rows_count: count });

/**
 * The ledger's record of one landing object: its live files, and the last attempt to load it. Its fields are
 * the columns of the table `loads`, and it is one line of JSON, which Athena reads as it is.
 */
const loadRecord = z.object({
  dataset: z.enum(datasetNames as [DatasetName, ...DatasetName[]]),
  landing_key: z.string(),
  load_id: z.string(),
  /**
   * `loaded`: `files` are the rows of `object_version`. `failed`: the newest version was refused (`error_*`),
   * and what an earlier version had loaded is still live; where there was none, counts and quarantine are those
   * of the refused version, if its lines were read. `unloaded`: its rows were removed until it has a new
   * version, by an operator or, where it is a replay, because its original has a newer version (`error_*` gives
   * the reason).
   */
  status: z.enum(['loaded', 'failed', 'unloaded']),
  /** The version that `files`, counts and dates are of; null before the first load. */
  object_version: z.string().nullable(),
  object_size: count,
  /** The absolute path that the version was read from, on a laptop; null on S3, where the key is the path. */
  source: z.string().nullable().default(null),
  /** The key whose refused lines this object corrects; null where it is no replay. */
  replay_of: z.string().nullable().default(null),
  /** The version of that key that the lines are of; null where it was not loaded yet. */
  replay_of_version: z.string().nullable().default(null),
  /** The numbers of those lines, in the order of this object's own; null where they are not known, as on S3. */
  replayed_lines: z.array(count).nullable().default(null),
  /** The converter that read it; any other converter reads it again. */
  converter: z.string(),
  attempt: z.string(),
  loaded_dt: z.string(),
  lines: count,
  accepted: count,
  quarantined: count,
  blank: count,
  /** Fields that are not declared, with the number of lines that had them. */
  unknown_fields: z.custom<Record<string, number>>(isCounts, 'expected counts by name'),
  dates: z.array(day),
  files: z.array(loadedFile),
  quarantine_key: z.string().nullable(),
  /** Rows with a debit of each sign; null in records of other data sets, and in those written before it was counted. */
  debits_negative: count.nullable().default(null),
  debits_positive: count.nullable().default(null),
  /** Days that are still to be refreshed for this load; on AWS, empty once their invalidations are sent. */
  invalidations: z.array(day),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  error_version: z.string().nullable(),
  /**
   * The converter that refused it; any other converter reads it again. Null where the same one may, too. Not a column
   * of the table.
   */
  error_converter: z.string().nullable().default(null),
  error_dt: z.string().nullable(),
});

export type LoadRecord = z.infer<typeof loadRecord>;

/** The schema for reading: fields that a newer version of Betlake added survive a rewrite. */
const anyLoadRecord = loadRecord.loose();

/** A record with its ETag, on which it can be replaced. */
export interface ReadRecord {
  readonly record: LoadRecord;
  readonly etag: string;
}

/** Reads the record of a landing object; undefined before its first load. */
export async function readLoadRecord(
  store: ObjectStore,
  dataset: DatasetName,
  landingKey: string,
): Promise<ReadRecord | undefined> {
  return readRecordAt(store, ledgerKey(dataset, toLoadId(landingKey)));
}

const largeBytes = 64 * 1024;

/**
 * The large record that was read last. A load of thousands of days has one, and each of these days is refreshed
 * from it, one after another: parsing it takes longer than refreshing the day.
 */
let lastLarge: { readonly key: string; readonly read: ReadRecord } | undefined;

/** Reads the record at a key of the ledger; undefined where there is none. */
export async function readRecordAt(store: ObjectStore, key: string): Promise<ReadRecord | undefined> {
  const object = await store.get(key);
  if (!object) return undefined;
  if (lastLarge?.key === key && lastLarge.read.etag === object.etag) return lastLarge.read;
  const parsed = anyLoadRecord.safeParse(fromFormat1(JSON.parse(object.body.toString('utf8'))));
  if (!parsed.success) {
    throw new Error(
      `${key} is not a load record of this version of Betlake: ${z.prettifyError(parsed.error)}`,
    );
  }
  const read = { record: parsed.data, etag: object.etag };
  if (object.body.length > largeBytes) lastLarge = { key, read };
  return read;
}

/**
 * Commits a load: the files that the record names are live from now on, those that it no longer names are not.
 *
 * @returns the new ETag
 * @throws StaleObjectError when the record was replaced since it was read
 */
export async function putLoadRecord(
  store: ObjectStore,
  record: LoadRecord,
  expected: string | undefined,
): Promise<string> {
  return store.put(ledgerKey(record.dataset, record.load_id), `${JSON.stringify(record)}\n`, expected);
}

/**
 * Every record of a data set, by load id.
 *
 * @param since skips records that were last written before it; @default none
 */
export async function* listLoadRecords(
  store: ObjectStore,
  dataset: DatasetName,
  since?: Date,
): AsyncGenerator<ReadRecord> {
  const waiting: Promise<ReadRecord | undefined>[] = [];
  for await (const { key, lastModified } of store.list(ledgerPrefix(dataset))) {
    if (since && lastModified < since) continue;
    waiting.push(readRecordAt(store, key));
    if (waiting.length >= requestsAtOnce) {
      const record = await waiting.shift();
      if (record) yield record;
    }
  }
  for (const reading of waiting) {
    const record = await reading;
    if (record) yield record;
  }
}

/**
 * The record of an object that was never loaded.
 *
 * @param dataset a data set's name, or `unsupported` where none takes the object
 */
export function emptyRecord<Name extends LoadRecord['dataset'] | 'unsupported'>(
  dataset: Name,
  object: Pick<LandingObject, 'key' | 'size' | 'source'>,
  loadId: string,
): Omit<LoadRecord, 'dataset'> & { dataset: Name } {
  return {
    dataset,
    landing_key: object.key,
    load_id: loadId,
    status: 'failed',
    object_version: null,
    object_size: object.size,
    source: object.source ?? null,
    replay_of: null,
    replay_of_version: null,
    replayed_lines: null,
    converter: '',
    attempt: '',
    loaded_dt: '',
    lines: 0,
    accepted: 0,
    quarantined: 0,
    blank: 0,
    unknown_fields: {},
    dates: [],
    files: [],
    quarantine_key: null,
    debits_negative: null,
    debits_positive: null,
    invalidations: [],
    error_code: null,
    error_message: null,
    error_version: null,
    error_converter: null,
    error_dt: null,
  };
}

/** Merges lists of days: sorted, each day once. */
export function mergeDates(...lists: (readonly string[] | undefined)[]): string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

/** Not `z.record`, which leaves out a field named `__proto__`. */
function isCounts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => count.safeParse(each).success);
}

/**
 * Renames the fields of records of format 1: `touches` are the days to refresh, `former_dates` is not used any more.
 */
function fromFormat1(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('touches' in value)) return value;
  const { touches, former_dates: _, ...record } = value as Record<string, unknown>;
  return { invalidations: touches, ...record };
}
