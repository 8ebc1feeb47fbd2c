import type { DatasetName } from '../../glue/dataset.ts';
import { dateOfCuratedFile, ledgerKey, parseFileKey } from '../lake/keys.ts';
import { type ReadRecord, readRecordAt } from '../lake/ledger.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import type { Invalidation } from '../lake/refresh-queue.ts';
import { findUnpublishedFiles } from './find-unpublished-files.ts';
import { type RecentLoads, toLoadTime } from './recent-loads.ts';

/** Days that do not show a load which is live. */
export interface UnprocessedInvalidations {
  /** Of loads that had time enough to be shown. */
  readonly invalidations: readonly Invalidation[];
  /** Records that name their days as still to be sent, among those. */
  readonly pending: readonly ReadRecord[];
  /** How long the oldest load has waited, of those too that are probably under way; 0 where none does. */
  readonly oldestSeconds: number;
}

/**
 * Finds the invalidations of some loads that were never sent, or sent and lost: by what records say, and by what
 * the manifests show.
 *
 * @param settledMs how long a load is left alone: its invalidation may still be waiting, or just be processed
 */
export async function findUnprocessedInvalidations(
  store: ObjectStore,
  dataset: DatasetName,
  loads: RecentLoads,
  { now, settledMs }: { readonly now: Date; readonly settledMs: number },
): Promise<UnprocessedInvalidations> {
  const found = new Map<string, Invalidation>();
  const pending: ReadRecord[] = [];
  let oldestMs = 0;
  const wait = (invalidation: Invalidation, time: Date) => {
    const waitedMs = Math.max(0, now.getTime() - time.getTime());
    oldestMs = Math.max(oldestMs, waitedMs);
    // Of several loads of a day, one is sent: whoever refreshes it reads all of them.
    if (waitedMs >= settledMs) found.set(invalidation.date, invalidation);
    return waitedMs >= settledMs;
  };
  for (const read of loads.pending) {
    const { load_id, attempt, invalidations } = read.record;
    const time = toLoadTime(read);
    const isLate = invalidations.map((date) => wait({ dataset, date, load_id, attempt }, time));
    if (isLate.some(Boolean)) pending.push(read);
  }
  for (const key of await findUnpublishedFiles(store, dataset, loads)) {
    const { owner: load_id } = parseFileKey(key);
    const load = loads.byLoadId.get(load_id);
    // Of a load that was replaced since its record was read, the manifests were right to show something else.
    const current = await readRecordAt(store, ledgerKey(dataset, load_id));
    if (!load || current?.record.attempt !== load.attempt) continue;
    wait({ dataset, date: dateOfCuratedFile(key), load_id, attempt: load.attempt }, load.since);
  }
  return { invalidations: [...found.values()], pending, oldestSeconds: Math.round(oldestMs / 1000) };
}
