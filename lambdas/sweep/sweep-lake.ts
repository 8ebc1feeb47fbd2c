import { dayMs } from '../../glue/calendar.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { clearInvalidations, type RefreshQueue } from '../core/invalidations.ts';
import type { Landing } from '../core/landing.ts';
import type { ObjectStore } from '../core/object-store.ts';
import type { LandingQueue } from '../core/sqs-queue.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { listOutdatedDays, toDefinitionId } from '../rollup/activity-definition.ts';
import { listOutdatedDimensions } from '../rollup/refresh-dimension.ts';
import { findHalfPublishedDays } from './find-half-published-days.ts';
import { findUnprocessedInvalidations, listRecentLoads } from './find-unprocessed-invalidations.ts';
import { findUnreadObjects } from './find-unread-objects.ts';
import { sweepFiles } from './sweep-files.ts';

/** The dependencies of a sweep. */
export interface SweepContext {
  readonly store: ObjectStore;
  readonly landing: Landing;
  readonly landingQueue: LandingQueue;
  readonly refreshQueue: RefreshQueue;
  readonly telemetry: Telemetry;
  readonly definition: ActivityDefinition;
  /** The id of the current converter of each data set. */
  readonly converters: Readonly<Record<DatasetName, string>>;
  /** How far back landing objects and records are checked. */
  readonly windowDays: number;
  /** How long an invalidation may take from its load to the refresh. */
  readonly invalidationSeconds: number;
  readonly now: () => Date;
}

/** What a sweep has found and sent again or removed. */
export interface SweepOutcome {
  /** Landing objects whose current version the ledger does not know, or another converter refused. */
  readonly unreadCount: number;
  /** Days that should include a load by now and do not. */
  readonly unprocessedCount: number;
  /** Days and dimensions that were computed by another definition, and days of which only the activity was published. */
  readonly outdatedDaysCount: number;
  /** Loads that another converter wrote. */
  readonly outdatedLoadsCount: number;
  readonly removedCount: number;
}

/** How many outdated days a run sends, so that new work does not wait long behind them. */
const mostOutdatedDays = 1000;

/**
 * Reconciles the lake with the landing bucket and the configuration, and removes files that nothing names. It
 * only sends messages to the queues, and these are handled like any other: so a sweep may run at any time,
 * break off, or find work that is already under way. Memory does not grow with what it finds.
 */
export async function sweepLake(context: SweepContext): Promise<SweepOutcome> {
  const { store, landing, landingQueue, telemetry } = context;
  const now = context.now();
  const since = new Date(now.getTime() - context.windowDays * dayMs);
  let unreadCount = 0;
  for (const dataset of datasetNames) {
    for await (const keys of findUnreadObjects(landing, store, dataset, since, context.converters)) {
      await landingQueue.send(keys);
      unreadCount += keys.length;
    }
  }
  const unprocessedCount = await sendUnprocessed(context, since, now);
  const outdatedDaysCount = await sendOutdatedDays(context);
  const { removedCount, outdated } = await sweepFiles(store, now, context.converters);
  let outdatedLoadsCount = 0;
  for (const [dataset, loads] of outdated) {
    const keys = await loads.listKeys(store, landing, dataset);
    await landingQueue.send(keys);
    outdatedLoadsCount += keys.length;
  }
  const outcome = { unreadCount, unprocessedCount, outdatedDaysCount, outdatedLoadsCount, removedCount };
  telemetry.info('swept', outcome);
  return outcome;
}

async function sendUnprocessed(context: SweepContext, since: Date, now: Date): Promise<number> {
  const { store, refreshQueue, telemetry } = context;
  const settledMs = context.invalidationSeconds * 1000;
  let count = 0;
  let oldestSeconds = 0;
  for (const dataset of datasetNames) {
    for await (const loads of listRecentLoads(store, dataset, since)) {
      const found = await findUnprocessedInvalidations(store, dataset, loads, { now, settledMs });
      await refreshQueue.send(found.invalidations);
      for (const read of found.pending) await clearInvalidations(store, read);
      count += found.invalidations.length;
      oldestSeconds = Math.max(oldestSeconds, found.oldestSeconds);
    }
  }
  // Of one that may still be under way nobody has to know.
  if (oldestSeconds >= context.invalidationSeconds)
    telemetry.measure('OldestUnprocessedInvalidationSeconds', oldestSeconds);
  return count;
}

async function sendOutdatedDays({ store, refreshQueue, definition }: SweepContext): Promise<number> {
  const id = toDefinitionId(definition);
  const found = [...(await findHalfPublishedDays(store)), ...(await listOutdatedDays(store, definition))];
  const days = [...new Set(found)].slice(0, mostOutdatedDays);
  await refreshQueue.send(days.map((date) => ({ dataset: 'bets', date, definition: id })));
  const dimensions = await listOutdatedDimensions(store);
  await refreshQueue.send(dimensions);
  return days.length + dimensions.length;
}
