import type { DatasetName } from '../../glue/dataset.ts';
import { curatedDayPrefix, ledgerKey, parseFileKey } from '../lake/keys.ts';
import { listLoadRecords, readRecordAt } from '../lake/ledger.ts';
import { mergeDates } from '../lake/load-record.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** A load that has, or had, files of a day. */
export interface LoadOfDay {
  readonly loadId: string;
  /** The attempt that counts; empty where none does. */
  readonly attempt: string;
  /** Its files of the day that count: those that its record names. Sorted. */
  readonly counting: readonly string[];
  /** The days that it has rows of. */
  readonly dates: readonly string[];
  /** Those, and the days that it had rows of before it was replaced; none where it never was. */
  readonly replacedDates: readonly string[];
}

/** The loads with files of a day, by load id. */
export async function findLoadsOfDay(
  store: ObjectStore,
  dataset: DatasetName,
  date: string,
): Promise<LoadOfDay[]> {
  const byLoad = new Map<string, string[]>();
  for await (const { key } of store.list(curatedDayPrefix(dataset, date))) {
    const { owner } = parseFileKey(key);
    byLoad.set(owner, [...(byLoad.get(owner) ?? []), key]);
  }
  byLoad.delete('published');
  return mapBounded([...byLoad], readsAtOnce, async ([loadId, keys]) => {
    const record = (await readRecordAt(store, ledgerKey(dataset, loadId)))?.record;
    const named = new Set(record?.files.map(({ key }) => key));
    const { attempt = '', dates = [], former_dates: former = [] } = record ?? {};
    const replacedDates = former.length > 0 ? mergeDates(dates, former) : [];
    return { loadId, attempt, counting: keys.filter((key) => named.has(key)), dates, replacedDates };
  });
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
