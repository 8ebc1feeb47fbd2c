import { datasetNames } from '../../../glue/datasets/index.ts';
import { unsupportedRecordsPrefix } from '../../../glue/prefixes.ts';
import { type LoadRecord, listLoadRecords } from '../../../lambdas/core/ledger.ts';
import type { ObjectStore } from '../../../lambdas/core/object-store.ts';

/** The ledger's records, by landing key. */
export async function readRecords(store: ObjectStore): Promise<LoadRecord[]> {
  const records: LoadRecord[] = [];
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) records.push(record);
  }
  return records.sort((a, b) => (a.landing_key < b.landing_key ? -1 : 1));
}

/** The records of what no data set takes. */
export async function readUnsupported(store: ObjectStore): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const { key } of store.list(unsupportedRecordsPrefix)) {
    records.push(JSON.parse((await store.get(key))?.body.toString('utf8') ?? 'null'));
  }
  return records;
}
