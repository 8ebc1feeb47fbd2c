import type { DatasetName } from '../../glue/dataset.ts';
import { StaleObjectError } from './errors.ts';
import { listLoadRecords, putLoadRecord, type ReadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';

/** Loads of a data set whose days must still hear of them. */
export async function listPendingLoads(store: ObjectStore, dataset: DatasetName): Promise<ReadRecord[]> {
  const pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset))
    if (read.record.touches.length > 0) pending.push(read);
  return pending;
}

/**
 * Notes in the ledger that a load's days have heard of it. Where the record has changed meanwhile, nothing is
 * noted: whoever changed it has named its days anew.
 */
export async function markTouchesSent(store: ObjectStore, { record, etag }: ReadRecord): Promise<void> {
  if (record.touches.length === 0) return;
  try {
    await putLoadRecord(store, { ...record, touches: [] }, etag);
  } catch (error) {
    if (!(error instanceof StaleObjectError)) throw error;
  }
}
