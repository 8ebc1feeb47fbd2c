import { datasetNames } from '../../glue/datasets.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import type { Landing } from '../lake/landing.ts';
import type { LandingQueue } from '../lake/landing-queue.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import { markTouchesSent } from '../lake/pending-touches.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { TouchQueue } from '../lake/touch-queue.ts';
import { listRedefinedDays, markDefinition } from '../rollup/rollup-definition.ts';
import { findUnreadObjects } from './find-unread-objects.ts';
import { findUntakenTouches } from './find-untaken-touches.ts';
import { sweepUnnamedFiles } from './sweep-unnamed-files.ts';

/** What a sweep stands on. */
export interface SweepContext {
  readonly store: ObjectStore;
  readonly landing: Landing;
  readonly landingQueue: LandingQueue;
  readonly touches: TouchQueue;
  readonly telemetry: Telemetry;
  readonly definition: ActivityDefinition;
  /** How far back landing objects and records are looked at. */
  readonly windowDays: number;
  readonly now: () => Date;
}

/** What a sweep has found and sent on or removed. */
export interface SweepOutcome {
  readonly unreadCount: number;
  readonly untakenCount: number;
  readonly redefinedCount: number;
  readonly removedCount: number;
}

/**
 * Reconciles the lake with what landed, and clears away what nothing names. All that it finds it sends to the
 * queues again, where it is answered as if it came for the first time: so a sweep may run at any time, be cut
 * short, or find what is under way anyway.
 */
export async function sweepLake(context: SweepContext): Promise<SweepOutcome> {
  const { store, landing, landingQueue, telemetry } = context;
  const now = context.now();
  const since = new Date(now.getTime() - context.windowDays * dayMs);
  let unreadCount = 0;
  for (const dataset of datasetNames) {
    for await (const keys of findUnreadObjects(landing, store, dataset, since)) {
      await landingQueue.send(keys);
      unreadCount += keys.length;
    }
  }
  const untakenCount = await sendUntakenTouches(context, since, now);
  const redefined = await listRedefinedDays(context);
  await context.touches.send(redefined.map((date) => ({ dataset: 'bets', date })));
  await markDefinition(context);
  const { removed } = await sweepUnnamedFiles(store, now, dayMs);
  const outcome = {
    unreadCount,
    untakenCount,
    redefinedCount: redefined.length,
    removedCount: removed.length,
  };
  telemetry.info('swept', outcome);
  return outcome;
}

async function sendUntakenTouches(context: SweepContext, since: Date, now: Date): Promise<number> {
  const { store, touches, telemetry } = context;
  let untakenCount = 0;
  let oldestSeconds = 0;
  for (const dataset of datasetNames) {
    const untaken = await findUntakenTouches(store, dataset, { since, now, settledMs });
    await touches.send(untaken.touches);
    for (const read of untaken.pending) await markTouchesSent(store, read);
    untakenCount += untaken.touches.length;
    oldestSeconds = Math.max(oldestSeconds, untaken.oldestSeconds);
  }
  telemetry.measure('OldestUntakenTouchSeconds', oldestSeconds);
  return untakenCount;
}

const dayMs = 86_400_000;
/** A conversion, the hour that a touch may wait for a large day, and a rollup, at their longest. */
const settledMs = 95 * 60_000;
