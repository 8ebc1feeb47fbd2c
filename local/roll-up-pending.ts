import type { DatasetName } from '../glue/dataset.ts';
import { datasetNames } from '../glue/datasets.ts';
import type { ReadRecord } from '../lambdas/lake/ledger.ts';
import { listPendingLoads, markTouchesSent } from '../lambdas/lake/pending-touches.ts';
import { publishDay } from '../lambdas/rollup/publish-day.ts';
import { rollUpDays } from '../lambdas/rollup/roll-up-days.ts';
import { rollUpDimensionsOf } from '../lambdas/rollup/roll-up-dimension.ts';
import { listRedefinedDays, markDefinition } from '../lambdas/rollup/rollup-definition.ts';
import type { LocalLake } from './lake.ts';
import { lakeFormat, noteLakeFormat } from './lake-format.ts';
import { clearRefreshPending } from './pending-refresh.ts';

/**
 * Answers every touch that the ledger says is still to be sent, of this run and of any that was killed before,
 * and notes them as sent: the laptop's side of the queue between load and rollup. All days of a year are
 * published at once.
 *
 * @returns the days of bets whose activity was computed, sorted
 */
export async function rollUpPending(
  lake: LocalLake,
  onProgress: (done: number, all: number, day: string) => void = () => {},
): Promise<string[]> {
  const loads: ReadRecord[] = [];
  const touched = new Map<DatasetName, Set<string>>();
  for (const dataset of datasetNames) {
    const days = new Set<string>();
    for (const load of await listPendingLoads(lake.store, dataset)) {
      loads.push(load);
      for (const date of load.record.touches) days.add(date);
    }
    touched.set(dataset, days);
  }
  const betDays = [...new Set([...(touched.get('bets') ?? []), ...(await listRedefinedDays(lake))])].sort();

  let done = 0;
  const onDay = (date: string) => onProgress(++done, betDays.length, date);
  await rollUpDays({ ...lake, onDay }, betDays);
  for (const [dataset, days] of touched) {
    if (dataset === 'bets' || days.size === 0) continue;
    for (const date of days) await publishDay(lake, dataset, date);
    await rollUpDimensionsOf(lake, dataset);
  }
  await markDefinition(lake);
  for (const load of loads) await markTouchesSent(lake.store, load);
  // Days of an older format were computed by another definition, so that all of them were computed here.
  if (lake.format !== lakeFormat) await noteLakeFormat(lake.store);
  await clearRefreshPending(lake.store);
  return betDays;
}
