import type { DatasetName } from '../glue/dataset.ts';
import { datasetNames } from '../glue/datasets.ts';
import type { ReadRecord } from '../lambdas/lake/ledger.ts';
import { listPendingLoads, markTouchesSent } from '../lambdas/lake/pending-touches.ts';
import { rollUpDimensionsOf, rollUpTouchedDay, type Touch } from '../lambdas/rollup/roll-up-touches.ts';
import { listRedefinedDays, markDefinition } from '../lambdas/rollup/rollup-definition.ts';
import type { LocalLake } from './lake.ts';

/**
 * Answers every touch that the ledger says is still to be sent, of this run and of any that was killed before,
 * and notes them as sent: the laptop's side of the queue between load and rollup.
 *
 * @returns the days of bets whose activity was computed, sorted
 */
export async function rollUpPending(
  lake: LocalLake,
  onProgress: (done: number, all: number, day: string) => void = () => {},
): Promise<string[]> {
  const loads: ReadRecord[] = [];
  const changed = new Set<DatasetName>();
  const touches = new Map<string, Touch>();
  const touch = (dataset: DatasetName, date: string) => touches.set(`${dataset} ${date}`, { dataset, date });
  for (const dataset of datasetNames) {
    for (const load of await listPendingLoads(lake.store, dataset)) {
      loads.push(load);
      changed.add(dataset);
      for (const date of load.record.touches) touch(dataset, date);
    }
  }
  for (const date of await listRedefinedDays(lake)) touch('bets', date);

  const ordered = [...touches.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  for (const [done, next] of ordered.entries()) {
    onProgress(done, ordered.length, next.date);
    await rollUpTouchedDay(lake, next);
  }
  for (const dataset of changed) await rollUpDimensionsOf(lake, dataset);
  await markDefinition(lake);
  for (const load of loads) await markTouchesSent(lake.store, load);
  return [...new Set(ordered.filter(({ dataset }) => dataset === 'bets').map(({ date }) => date))].sort();
}
