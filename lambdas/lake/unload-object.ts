import { isDatasetName } from '../../glue/datasets.ts';
import { BetlakeError } from './errors.ts';
import { newAttempt } from './keys.ts';
import { type LoadRecord, putLoadRecord, readLoadRecord } from './ledger.ts';
import { emptyRecord, mergeDates, toDateTime } from './load-record.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Takes what a landing object had loaded out of the lake: commits a record without files, which holds until
 * the object has a new version or is reloaded. The days that it invalidates are named in the record.
 *
 * @returns the record as it stood before: what was taken out
 * @throws BetlakeError where the ledger has no such object; StaleObjectError where it was loaded meanwhile
 */
export async function unloadObject(store: ObjectStore, landingKey: string, now: Date): Promise<LoadRecord> {
  const current = await readByLandingKey(store, landingKey);
  if (!current) {
    throw new BetlakeError(`the ledger has no ${landingKey}; its keys are listed by: betlake loads`);
  }
  const { record, etag } = current;
  const unloaded: LoadRecord = {
    ...emptyRecord(record.dataset, { key: landingKey, size: record.object_size }, record.load_id),
    status: 'unloaded',
    object_version: record.object_version,
    converter: record.converter,
    loaded_dt: toDateTime(now),
    // A new one: of two messages with one attempt and day, the queue keeps the first.
    attempt: newAttempt(now),
    invalidations: mergeDates(record.invalidations, record.dates),
  };
  await putLoadRecord(store, unloaded, etag);
  return record;
}

/**
 * Makes the ledger forget which version it has read of an object, so that the same version is read again, an
 * unloaded one too. What it had loaded counts until then.
 */
export async function markForReload(store: ObjectStore, landingKey: string): Promise<void> {
  const current = await readByLandingKey(store, landingKey);
  if (!current) return;
  await putLoadRecord(store, { ...current.record, converter: '', object_version: null }, current.etag);
}

async function readByLandingKey(store: ObjectStore, landingKey: string) {
  const dataset = landingKey.slice(0, landingKey.indexOf('/'));
  return isDatasetName(dataset) ? readLoadRecord(store, dataset, landingKey) : undefined;
}
