import type { DatasetName } from '../../glue/schema.ts';
import { curatedDayPrefix, ledgerKey, parseFileKey } from '../core/keys.ts';
import { type LoadRecord, listLoadRecords, readRecordAt } from '../core/ledger.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/**
 * The live curated files of a day, sorted: of each load that a listing of the day finds, the files that its
 * record names. Files are written before the record that names them, so a load that is replaced between the
 * listing and the read of its record gives the files of one attempt or of the other, never none.
 */
export async function listLiveFiles(
  store: ObjectStore,
  dataset: DatasetName,
  date: string,
): Promise<string[]> {
  const loads = new Set<string>();
  for await (const { key } of store.list(curatedDayPrefix(dataset, date))) loads.add(parseFileKey(key).owner);
  loads.delete('published');
  const live = await mapBounded([...loads], requestsAtOnce, (loadId) =>
    readLiveFiles(store, dataset, date, loadId),
  );
  return live.flat().sort();
}

/** The live files of a day that one load has. */
export async function readLiveFiles(
  store: ObjectStore,
  dataset: DatasetName,
  date: string,
  loadId: string,
): Promise<string[]> {
  const read = await readRecordAt(store, ledgerKey(dataset, loadId));
  return read ? toFilesOfDay(read.record, date) : [];
}

/** The live curated files of a data set, of all days, sorted. */
export async function listAllLiveFiles(store: ObjectStore, dataset: DatasetName): Promise<string[]> {
  const live: string[] = [];
  for await (const { record } of listLoadRecords(store, dataset)) {
    live.push(...record.files.map(({ key }) => key));
  }
  return live.sort();
}

function toFilesOfDay({ files }: LoadRecord, date: string): string[] {
  return files.filter((file) => file.date === date).map(({ key }) => key);
}
