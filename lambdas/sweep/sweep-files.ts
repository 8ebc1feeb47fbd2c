import { dayMs } from '../../glue/calendar.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import type { ObjectStore } from '../core/object-store.ts';
import { OutdatedLoads } from './find-outdated-loads.ts';
import { sweepUnnamedFiles } from './sweep-unnamed-files.ts';

/** So many loads of a data set that a run finds outdated, so that new work does not wait long behind them. */
const mostOutdatedLoads = 1000;

/**
 * Removes the data files that nothing names, and finds the loads that another converter wrote, in one listing.
 *
 * @param converters the id of the current converter of each data set
 */
export async function sweepFiles(
  store: ObjectStore,
  now: Date,
  converters: Readonly<Record<DatasetName, string>>,
): Promise<{ readonly removedCount: number; readonly outdated: ReadonlyMap<DatasetName, OutdatedLoads> }> {
  const outdated = new Map(
    datasetNames.map((dataset) => [dataset, new OutdatedLoads(converters[dataset], mostOutdatedLoads)]),
  );
  // A day is longer than any query runs: files that it reads stay that long.
  const { removedCount } = await sweepUnnamedFiles(store, now, dayMs, {
    onFile: ({ convertedFrom }, key) => convertedFrom && outdated.get(convertedFrom)?.see(key),
  });
  return { removedCount, outdated };
}
