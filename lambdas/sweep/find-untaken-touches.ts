import type { DatasetName } from '../../glue/dataset.ts';
import { dateOfCuratedFile, ledgerKey, parseFileKey } from '../lake/keys.ts';
import { type ReadRecord, readRecordAt } from '../lake/ledger.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import type { Touch } from '../lake/touch-queue.ts';
import { findUnpublishedFiles } from './find-unpublished-files.ts';
import { readRecentLoads, toMoment } from './recent-loads.ts';

/** Days that have not heard of a load which counts. */
export interface UntakenTouches {
  /** Of loads that had time enough to be taken. */
  readonly touches: readonly Touch[];
  /** Records that name their days as still to be sent, among those. */
  readonly pending: readonly ReadRecord[];
  /** How long the oldest load has waited, of those too that are probably under way; 0 where none does. */
  readonly oldestSeconds: number;
}

/**
 * Finds the touches of a data set that were never sent, or sent and lost: by what records say, and by what the
 * manifests show.
 *
 * @param since loads whose record was last written before are passed over
 * @param settledMs how long a load is left alone: its touch may still be waiting, or just be answered
 */
export async function findUntakenTouches(
  store: ObjectStore,
  dataset: DatasetName,
  { since, now, settledMs }: { readonly since: Date; readonly now: Date; readonly settledMs: number },
): Promise<UntakenTouches> {
  const loads = await readRecentLoads(store, dataset, since);
  const touches = new Map<string, Touch>();
  const pending: ReadRecord[] = [];
  let oldestMs = 0;
  const wait = (date: string, moment: Date) => {
    const waitedMs = Math.max(0, now.getTime() - moment.getTime());
    oldestMs = Math.max(oldestMs, waitedMs);
    if (waitedMs >= settledMs) touches.set(date, { dataset, date });
    return waitedMs >= settledMs;
  };
  for (const read of loads.pending) {
    const moment = toMoment(read);
    if (read.record.touches.map((date) => wait(date, moment)).some(Boolean)) pending.push(read);
  }
  for (const key of await findUnpublishedFiles(store, dataset, loads)) {
    const { owner } = parseFileKey(key);
    const load = loads.byLoadId.get(owner);
    // Of a load that was replaced since its record was read, the manifests were right to show something else.
    const standing = await readRecordAt(store, ledgerKey(dataset, owner));
    if (load && standing?.record.attempt === load.attempt) wait(dateOfCuratedFile(key), load.since);
  }
  return { touches: [...touches.values()], pending, oldestSeconds: Math.round(oldestMs / 1000) };
}
