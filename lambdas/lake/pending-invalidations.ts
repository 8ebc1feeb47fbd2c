import type { DatasetName } from '../../glue/dataset.ts';
import { StaleObjectError } from './errors.ts';
import { type LoadRecord, listLoadRecords, putLoadRecord, type ReadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';
import type { Invalidation } from './refresh-queue.ts';

/** The days that a record says are still to be refreshed. */
export function toInvalidations({ dataset, load_id, attempt, invalidations }: LoadRecord): Invalidation[] {
  return invalidations.map((date) => ({ dataset, date, load_id, attempt }));
}

/** Loads of a data set with days that are still to be refreshed. */
export async function listPendingLoads(store: ObjectStore, dataset: DatasetName): Promise<ReadRecord[]> {
  const pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset))
    if (read.record.invalidations.length > 0) pending.push(read);
  return pending;
}

/**
 * Notes in the ledger that a load's days were sent or refreshed. Where the record has changed meanwhile, nothing is
 * noted: whoever changed it has named its days anew.
 *
 * @param left the days that are still to be refreshed. @default none
 */
export async function clearInvalidations(
  store: ObjectStore,
  { record, etag }: ReadRecord,
  left: readonly string[] = [],
): Promise<void> {
  if (record.invalidations.length === left.length) return;
  try {
    await putLoadRecord(store, { ...record, invalidations: [...left] }, etag);
  } catch (error) {
    if (!(error instanceof StaleObjectError)) throw error;
  }
}
