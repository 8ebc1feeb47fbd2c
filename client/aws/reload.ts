import { datasetNames } from '../../glue/datasets/index.ts';
import { listLoadRecords } from '../../lambdas/core/ledger.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import type { LandingQueue } from '../../lambdas/core/sqs-queue.ts';
import { markForReload } from '../../lambdas/core/unload-object.ts';

/** Which landing objects to read again. */
export interface ReloadChoice {
  /** Keys that begin with this. @default all */
  readonly prefix?: string | undefined;
  /** Objects with a row of a date from here on. */
  readonly from?: string | undefined;
  /** Objects with a row of a date up to here. */
  readonly to?: string | undefined;
}

/**
 * Queues landing objects that the ledger knows, to load their current version again. The rows that they had loaded
 * stay until then.
 *
 * @returns the keys that were sent, in the order of their load ids
 */
export async function reload(
  store: ObjectStore,
  queue: LandingQueue,
  choice: ReloadChoice,
): Promise<string[]> {
  const keys: string[] = [];
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) {
      if (!isChosen(record.landing_key, record.dates, choice)) continue;
      await markForReload(store, record.landing_key);
      await queue.send([record.landing_key]);
      keys.push(record.landing_key);
    }
  }
  return keys;
}

function isChosen(key: string, dates: readonly string[], { prefix, from, to }: ReloadChoice): boolean {
  if (prefix !== undefined && !key.startsWith(prefix)) return false;
  if (from === undefined && to === undefined) return true;
  return dates.some((date) => (from === undefined || date >= from) && (to === undefined || date <= to));
}
