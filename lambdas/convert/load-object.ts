import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../glue/dataset.ts';
import type { DateRange } from '../../glue/derive/line-reader.ts';
import type { Engine } from '../lake/engine.ts';
import { LoadFault, StaleObjectError } from '../lake/errors.ts';
import { curatedFileKey, type FileOfLoad, newAttempt, quarantineFileKey, toLoadId } from '../lake/keys.ts';
import type { LandingObject } from '../lake/landing.ts';
import { type LoadRecord, putLoadRecord, type ReadRecord, readLoadRecord } from '../lake/ledger.ts';
import { emptyRecord, mergeDates, toDateTime } from '../lake/load-record.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import { type ConvertLimits, convertObject } from './convert-object.ts';
import { toConverterId } from './converter-id.ts';

/** What loads stand on. */
export interface LoadContext {
  readonly store: ObjectStore;
  readonly engine: Engine;
  /** A folder for the work of a load; each attempt has its own below it, removed at the end. */
  readonly scratch: string;
  readonly now: () => Date;
  /** The first day a bet may have; the last is the day after the load. */
  readonly firstDate: string;
  readonly limits: ConvertLimits;
  /** Aborted when there is no time left: a load then ends between two steps, with nothing committed. @default never */
  readonly signal?: AbortSignal;
}

/** What became of one landing object. */
export interface LoadOutcome extends ReadRecord {
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'failed';
}

/**
 * Loads one landing object into the lake: converts it, writes its files under names used once, and commits
 * them by one conditional put of the ledger's record. Nothing is visible before that put; whoever loses it
 * starts over on what the winner left. Any number of calls for one object, at once or one after another,
 * come to the same end. The days that it invalidates are named in the record; the caller sends them and clears them.
 *
 * @param find looks the object up as it is now; called after the record was read, each time it is read, so
 *   that an older version can never be committed over a newer one
 * @returns the record that stands now, `failed` where the object was refused as a whole; undefined where there
 *   is no such object, which changes nothing
 * @throws whatever the store or the engine throws: nothing was committed, try again
 */
export async function loadObject(
  context: LoadContext,
  dataset: Dataset,
  landingKey: string,
  find: () => Promise<LandingObject | undefined>,
): Promise<LoadOutcome | undefined> {
  const converter = toConverterId(dataset, context);
  for (;;) {
    context.signal?.throwIfAborted();
    const current = await readLoadRecord(context.store, dataset.name, landingKey);
    const object = await find();
    if (!object) return undefined;
    if (current && isSettled(current.record, object, converter)) return { ...current, status: 'unchanged' };
    try {
      const record = await convertAndStore(context, dataset, object, converter, current?.record);
      context.signal?.throwIfAborted();
      const etag = await putLoadRecord(context.store, record, current?.etag);
      const status =
        record.status !== 'loaded' ? 'failed' : current?.record.object_version ? 'replaced' : 'loaded';
      return { record, etag, status };
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

/** Whether what the record says is what loading this version again would come to. */
function isSettled(record: LoadRecord, object: LandingObject, converter: string): boolean {
  if (record.object_version !== object.version) return false;
  return record.status === 'unloaded' || (record.status === 'loaded' && record.converter === converter);
}

/** Converts and writes the files of one attempt; what comes back is the record that would commit them. */
async function convertAndStore(
  context: LoadContext,
  dataset: Dataset,
  object: LandingObject,
  converter: string,
  current: LoadRecord | undefined,
): Promise<LoadRecord> {
  const { store, engine, limits, signal } = context;
  const now = context.now();
  const loadId = toLoadId(object.key);
  const attempt = newAttempt(now);
  const file: FileOfLoad = { loadId, attempt, converter };
  const folder = join(context.scratch, `${loadId}.${attempt}`);
  try {
    const dates = toDateRange(context.firstDate, now);
    const converted = await convertObject({
      dataset,
      object,
      attempt,
      engine,
      folder,
      dates,
      limits,
      signal,
    });
    const files = converted.files.map(({ date, rowsCount }) => ({
      date,
      key: curatedFileKey(dataset.name, date, file),
      rows_count: rowsCount,
    }));
    for (const [index, { key }] of files.entries()) {
      signal?.throwIfAborted();
      await store.putFile(key, (converted.files[index] as { path: string }).path);
    }
    const quarantineKey = await storeQuarantine(context, dataset, converted.quarantinePath, file, now);
    return {
      ...emptyRecord(dataset.name, object, loadId),
      status: 'loaded',
      object_version: object.version,
      converter,
      attempt,
      loaded_dt: toDateTime(now),
      lines: converted.lines,
      accepted: converted.accepted,
      quarantined: converted.quarantined,
      blank: converted.blank,
      unknown_fields: { ...converted.unknownFields },
      dates: files.map(({ date }) => date),
      files,
      quarantine_key: quarantineKey,
      invalidations: mergeDates(
        current?.invalidations,
        current?.dates,
        files.map(({ date }) => date),
      ),
    };
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    // A sample of what was refused is kept where nothing of the object is live that has refused lines of its own.
    const sample = current?.object_version ? null : error.quarantinePath;
    const quarantineKey = await storeQuarantine(context, dataset, sample, file, now);
    return {
      ...(current ?? { ...emptyRecord(dataset.name, object, loadId), loaded_dt: toDateTime(now) }),
      ...(quarantineKey !== null && { attempt, converter, quarantine_key: quarantineKey }),
      status: 'failed',
      error_code: error.code,
      error_message: `${object.key}: ${error.message}`,
      error_version: object.version,
      error_dt: toDateTime(now),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function storeQuarantine(
  { store }: LoadContext,
  dataset: Dataset,
  path: string | null,
  file: FileOfLoad,
  now: Date,
): Promise<string | null> {
  if (path === null) return null;
  const key = quarantineFileKey(dataset.name, now.toISOString().slice(0, 10), file);
  await store.putFile(key, path);
  return key;
}

/** The days a bet may have, as of a load: to the day after it, because a platform's clock may be ahead. */
export function toDateRange(firstDate: string, now: Date): DateRange {
  return { first: firstDate, last: new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10) };
}
