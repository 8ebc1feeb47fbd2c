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

/** The dependencies of the work on invalidations. */
export interface InvalidationContext extends Omit<RefreshContext, 'store'> {
  /** Opens the lake's store with a folder for the files that are checked out, which is removed after the work. */
  readonly openStore: (scratch: string) => ObjectStore;
  readonly telemetry: Telemetry;
}

/**
 * Refreshes the day that an invalidation names, unless the published day already includes its cause: so a day
 * with many loads is computed once for all loads that were committed by then.
 *
 * @throws the error that prevented the refresh
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
    telemetry.info('day refreshed', { dataset, date, milliseconds });
  });
}

/** Runs work with a folder of its own, which is removed afterwards with all checked out files. */
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

/**
 * Whether the published day includes the cause of an invalidation, by a few small reads: the load's live files
 * of the day, where a load is named, are the published ones, and the activity has the current definition and
 * was computed from the published files.
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

/**
 * The curated files that the day's manifest names, then those that each dimension of the data set was computed from.
 */
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
