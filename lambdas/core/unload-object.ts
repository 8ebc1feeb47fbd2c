import { toDateTime } from '../../glue/calendar.ts';
import { isDatasetName } from '../../glue/datasets/index.ts';
import { BetlakeError } from './errors.ts';
import { newAttempt } from './keys.ts';
import { emptyRecord, type LoadRecord, mergeDates, putLoadRecord, readLoadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Removes a landing object's rows from the lake: commits a record without files, which stays until the object
 * has a new version or is reloaded. The record names the days that this invalidates.
 *
 * @returns the record before it, which names what was removed
 * @throws BetlakeError where the ledger has no such object; StaleObjectError where it was loaded at the same time
 */
export async function unloadObject(store: ObjectStore, landingKey: string, now: Date): Promise<LoadRecord> {
  const current = await readByLandingKey(store, landingKey);
  if (!current) {
    throw new BetlakeError(`the ledger has no ${landingKey}; its keys are listed by: betlake loads`);
  }
  const { record, etag } = current;
  await putLoadRecord(store, toUnloadedRecord(record, now), etag);
  return record;
}

/** The record of a load without its files; it keeps the source and the version. */
export function toUnloadedRecord(record: LoadRecord, now: Date): LoadRecord {
  const { landing_key: key, object_size: size } = record;
  return {
    ...emptyRecord(record.dataset, { key, size }, record.load_id),
    status: 'unloaded',
    object_version: record.object_version,
    source: record.source,
    replay_of: record.replay_of,
    replay_of_version: record.replay_of_version,
    replayed_lines: record.replayed_lines,
    converter: record.converter,
    loaded_dt: toDateTime(now),
    // A new attempt: of two messages with the same attempt and day, the queue keeps the first only.
    attempt: newAttempt(now),
    invalidations: mergeDates(record.invalidations, record.dates),
  };
}

/**
 * Clears an object's version in the ledger, so that the same version is read again, even an unloaded or refused
 * one. Its rows stay live until then.
 */
export async function markForReload(store: ObjectStore, landingKey: string): Promise<void> {
  const current = await readByLandingKey(store, landingKey);
  if (!current) return;
  await putLoadRecord(
    store,
    { ...current.record, converter: '', object_version: null, error_version: null },
    current.etag,
  );
}

async function readByLandingKey(store: ObjectStore, landingKey: string) {
  const dataset = landingKey.slice(0, landingKey.indexOf('/'));
  return isDatasetName(dataset) ? readLoadRecord(store, dataset, landingKey) : undefined;
}
