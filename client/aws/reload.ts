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

/** What became of the chosen objects, in the order of their load ids. */
export interface Reload {
  readonly sent: readonly string[];
  /** Left alone, because they cannot be read: what they had loaded stays as it is. */
  readonly archived: readonly string[];
}

/**
 * Queues landing objects that the ledger knows, to load their current version again. The rows that they had loaded
 * stay until then.
 *
 * @param archived keys of objects that S3 must restore first
 */
export async function reload(
  store: ObjectStore,
  queue: LandingQueue,
  choice: ReloadChoice,
  archived: ReadonlySet<string> = new Set(),
): Promise<Reload> {
  const outcome = { sent: [] as string[], archived: [] as string[] };
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) {
      const { landing_key: key, dates } = record;
      if (!isChosen(key, dates, choice)) continue;
      if (archived.has(key)) {
        outcome.archived.push(key);
        continue;
      }
      await markForReload(store, key);
      await queue.send([key]);
      outcome.sent.push(key);
    }
  }
  return outcome;
}

function isChosen(key: string, dates: readonly string[], { prefix, from, to }: ReloadChoice): boolean {
  if (prefix !== undefined && !key.startsWith(prefix)) return false;
  if (from === undefined && to === undefined) return true;
  return dates.some((date) => (from === undefined || date >= from) && (to === undefined || date <= to));
}
