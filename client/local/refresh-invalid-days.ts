import { datasetNames } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { clearInvalidations, listPendingLoads } from '../../lambdas/core/invalidations.ts';
import { claimLake, lakeFormat } from '../../lambdas/core/lake-format.ts';
import { mergeDates, type ReadRecord } from '../../lambdas/core/ledger.ts';
import { listOutdatedDays } from '../../lambdas/rollup/activity-definition.ts';
import { publishDay } from '../../lambdas/rollup/publish-day.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { listOutdatedDimensions, refreshDimensionsOf } from '../../lambdas/rollup/refresh-dimension.ts';
import { explainDiskFault } from './disk-fault.ts';
import type { LocalLake } from './lake.ts';
import { formerKeys } from './lake-format.ts';
import { clearRefreshPending } from './pending-refresh.ts';

/** A day that could not be refreshed, and why. */
export interface FailedDay {
  readonly dataset: DatasetName;
  readonly date: string;
  readonly error: string;
}

export interface RefreshOutcome {
  /** The days of bets that were refreshed, sorted. */
  readonly days: readonly string[];
  /** Days that were not; the next run tries them again. */
  readonly failed: readonly FailedDay[];
}

/**
 * Refreshes every day that the ledger lists as invalid, by this run or one that was killed before, and every day and
 * dimension that was computed by another definition: on a laptop this replaces the queue between load and refresh. One day after
 * another; one that fails does not stop the others, and stays in the ledger.
 */
export async function refreshInvalidDays(
  lake: LocalLake,
  onProgress: (done: number, all: number, day: string) => void = () => {},
): Promise<RefreshOutcome> {
  const failed: FailedDay[] = [];
  const attempt = async (dataset: DatasetName, date: string, work: () => Promise<void>) => {
    try {
      await work();
      return true;
    } catch (error) {
      failed.push({ dataset, date, error: toMessage(explainDiskFault(error, lake.store.root)) });
      return false;
    }
  };
  const pending = new Map<DatasetName, readonly ReadRecord[]>();
  for (const dataset of datasetNames) pending.set(dataset, await listPendingLoads(lake.store, dataset));
  const toDays = (dataset: DatasetName) =>
    mergeDates(...(pending.get(dataset) ?? []).map(({ record }) => record.invalidations));

  const days: string[] = [];
  const betDays = mergeDates(toDays('bets'), await listOutdatedDays(lake.store, lake.definition));
  for (const [at, date] of betDays.entries()) {
    if (await attempt('bets', date, () => refreshDay(lake, date))) days.push(date);
    onProgress(at + 1, betDays.length, date);
  }
  const outdated = await listOutdatedDimensions(lake.store);
  for (const dataset of datasetNames) {
    const ofDataset = dataset === 'bets' ? [] : toDays(dataset);
    for (const date of ofDataset) await attempt(dataset, date, () => publishDay(lake, dataset, date));
    const last = ofDataset.at(-1) ?? outdated.find((dimension) => dimension.dataset === dataset)?.date;
    if (last !== undefined) await attempt(dataset, last, () => refreshDimensionsOf(lake, dataset));
  }
  for (const [dataset, loads] of pending) {
    const left = new Set(failed.filter((day) => day.dataset === dataset).map(({ date }) => date));
    // A dimension holds the rows of all its days.
    for (const load of loads) {
      await clearInvalidations(
        lake.store,
        load,
        load.record.invalidations.filter((date) => left.has(date)),
      );
    }
  }
  // Days that could not be refreshed are still pending, and queries warn of them.
  if (failed.length === 0) {
    // Days of an older format are outdated by their names, so that all of them were refreshed here.
    if (lake.format !== lakeFormat) {
      await lake.store.delete(formerKeys);
      await claimLake(lake.store);
    }
    await clearRefreshPending(lake.store);
  }
  return { days, failed };
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
