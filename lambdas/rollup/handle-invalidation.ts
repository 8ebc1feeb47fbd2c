import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dimensions } from '../../glue/rollups/index.ts';
import type { Invalidation } from '../core/invalidations.ts';
import {
  activityManifestKey,
  curatedDayPrefix,
  curatedManifestKey,
  curatedMarkerKey,
  dimensionManifestKey,
  parseFileKey,
} from '../core/keys.ts';
import { readManifest } from '../core/manifest.ts';
import type { ObjectStore } from '../core/object-store.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { toDefinitionId } from './activity-definition.ts';
import type { RefreshContext } from './context.ts';
import { readLiveFiles } from './live-files.ts';
import { publishDay } from './publish-day.ts';
import { findDay, refreshDay } from './refresh-day.ts';
import { readSources, refreshDimensionsOf } from './refresh-dimension.ts';

/** What the work on invalidations depends on. */
export interface InvalidationContext extends Omit<RefreshContext, 'store'> {
  /** The lake, checking files out to a folder that is removed when the work it was opened for is done. */
  readonly openStore: (scratch: string) => ObjectStore;
  readonly telemetry: Telemetry;
}

/**
 * Refreshes the day that an invalidation names, unless the day shows already what the invalidation was sent for:
 * so a day that files hit all the time is computed once for all of them that have landed by then.
 *
 * @throws what kept the day from being refreshed
 */
export async function handleInvalidation(
  context: InvalidationContext,
  invalidation: Invalidation,
): Promise<void> {
  const { telemetry } = context;
  const { dataset, date } = invalidation;
  const began = performance.now();
  await withScratch(context, async (inFolder) => {
    if (await isShown(inFolder, invalidation)) {
      telemetry.info('the day shows this load already', {
        dataset,
        date,
        load_id: invalidation.load_id ?? null,
      });
      return;
    }
    if (dataset === 'bets') {
      await refreshDay(inFolder, date);
    } else {
      await publishDay(inFolder, dataset, date);
      await refreshDimensionsOf(inFolder, dataset);
    }
    const milliseconds = Math.round(performance.now() - began);
    telemetry.measure('DaysRefreshed', 1);
    telemetry.measure('RefreshMilliseconds', milliseconds);
    telemetry.info('day refreshed', { dataset, date, milliseconds });
  });
}

/**
 * Whether what is published holds what an invalidation was sent for, by a few small reads: the load's live files of
 * the day, where it names a load, are those that are published, and the file of activity is of today's definition and
 * was computed from those that are published.
 */
async function isShown(context: RefreshContext, invalidation: Invalidation): Promise<boolean> {
  const { store, definition } = context;
  const { dataset, date, load_id: loadId } = invalidation;
  if (loadId === undefined && invalidation.definition === undefined) return false;
  let computed: string | undefined;
  if (dataset === 'bets') {
    const { keys } = await readManifest(store, activityManifestKey(date.slice(0, 4)));
    const entry = findDay(keys, date);
    if (entry === undefined || parseFileKey(entry).version !== toDefinitionId(definition)) return false;
    computed = parseFileKey(entry).attempt;
  }
  const prefix = `${curatedDayPrefix(dataset, date)}${loadId}.`;
  const live = loadId && (await readLiveFiles(store, dataset, date, loadId)).sort().join();
  for await (const keys of readPublished(store, invalidation)) {
    if (live !== undefined && keys.filter((key) => key.startsWith(prefix)).join() !== live) return false;
    if (computed !== undefined && !keys.includes(curatedMarkerKey(dataset, date, computed))) return false;
  }
  return true;
}

/** The curated files that the day's manifest names, then those that each dimension of the data set was made of. */
async function* readPublished(
  store: ObjectStore,
  { dataset, date }: Invalidation,
): AsyncGenerator<readonly string[]> {
  yield (await readManifest(store, curatedManifestKey(dataset, date))).keys;
  for (const { name } of dimensions.filter((dimension) => dimension.dataset.name === dataset)) {
    const [key] = (await readManifest(store, dimensionManifestKey(name))).keys;
    yield key === undefined ? [] : await readSources(store, key);
  }
}

/** Works in a folder of its own, which goes with all that was checked out into it. */
export async function withScratch<T>(
  context: InvalidationContext,
  work: (context: RefreshContext) => Promise<T>,
): Promise<T> {
  const scratch = join(context.scratch, randomUUID());
  await mkdir(scratch, { recursive: true });
  try {
    return await work({ ...context, scratch, store: context.openStore(scratch) });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
