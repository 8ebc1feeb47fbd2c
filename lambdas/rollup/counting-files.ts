import type { DatasetName } from '../../glue/dataset.ts';
import { curatedDayPrefix, ledgerKey, parseFileKey } from '../lake/keys.ts';
import { listLoadRecords, readRecordAt } from '../lake/ledger.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** The curated files of a day that count: those that their load's record names. Sorted. */
export async function listCountingFiles(
  store: ObjectStore,
  dataset: DatasetName,
  date: string,
): Promise<string[]> {
  const byLoad = new Map<string, string[]>();
  for await (const { key } of store.list(curatedDayPrefix(dataset, date))) {
    const { owner } = parseFileKey(key);
    byLoad.set(owner, [...(byLoad.get(owner) ?? []), key]);
  }
  byLoad.delete('published');
  const counting = await mapBounded([...byLoad], readsAtOnce, async ([loadId, keys]) => {
    const found = await readRecordAt(store, ledgerKey(dataset, loadId));
    const named = new Set(found?.record.files.map(({ key }) => key));
    return keys.filter((key) => named.has(key));
  });
  return counting.flat().sort();
}

/** All curated files of a data set that count, whatever their day. Sorted. */
export async function listAllCountingFiles(store: ObjectStore, dataset: DatasetName): Promise<string[]> {
  const counting: string[] = [];
  for await (const { record } of listLoadRecords(store, dataset)) {
    counting.push(...record.files.map(({ key }) => key));
  }
  return counting.sort();
}

const readsAtOnce = 32;
