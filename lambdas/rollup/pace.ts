import { z } from 'zod';
import { StaleObjectError } from '../lake/errors.ts';
import { activityPaceKey } from '../lake/keys.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/*
 * A day of ten million bets that files touch all day long would be computed every minute of it. So a day is left
 * alone for sixty times as long as its last computation took, up to a bound: what it costs is bounded however it
 * grows, and a small day is never kept waiting.
 *
 * This is about cost alone. Nothing that is right depends on it, or on clocks: whoever finds a day at rest sends
 * its touches again for later, so every touch is answered by a computation that begins after it.
 */

/** When a day's last computation began, and how long it took; null until it has ended. */
const pace = z.object({ begun: z.iso.datetime(), took_ms: z.number().nonnegative().nullable() });

export interface PaceOptions {
  readonly store: ObjectStore;
  readonly now: Date;
  /** The longest that a day is left alone. */
  readonly longestSeconds: number;
}

/** A day as it was found: how long it is to be left alone yet, and what its next beginning rests on. */
export interface Rest {
  readonly waitSeconds: number;
  readonly etag: string | undefined;
}

export async function readRests(
  { store, now, longestSeconds }: PaceOptions,
  dates: readonly string[],
): Promise<Map<string, Rest>> {
  const rests = await mapBounded(dates, requestsAtOnce, async (date): Promise<[string, Rest]> => {
    const object = await store.get(activityPaceKey(date));
    if (!object) return [date, { waitSeconds: 0, etag: undefined }];
    const { begun, took_ms } = pace.parse(JSON.parse(object.body.toString('utf8')));
    // One that has not ended is under way, or broke off: it may take as long as any.
    const rest = took_ms === null ? longestSeconds : Math.min(longestSeconds, (took_ms * restPerWork) / 1000);
    const passed = (now.getTime() - new Date(begun).getTime()) / 1000;
    const waitSeconds = Math.min(longestSeconds, Math.max(0, Math.ceil(rest - passed)));
    return [date, { waitSeconds, etag: object.etag }];
  });
  return new Map(rests);
}

/**
 * Notes that days are being computed from now on.
 *
 * @returns the days for which that was noted, with the ETag of the note; one that is missing was begun by someone
 *   else since it was read
 */
export async function beginDays(
  { store, now }: PaceOptions,
  rests: ReadonlyMap<string, Rest>,
  dates: readonly string[],
): Promise<Map<string, string>> {
  const begun = new Map<string, string>();
  const body = JSON.stringify({ begun: now.toISOString(), took_ms: null });
  await mapBounded(dates, requestsAtOnce, async (date) => {
    const etag = await putUnlessStale(store, date, body, rests.get(date)?.etag);
    if (etag !== undefined) begun.set(date, etag);
  });
  return begun;
}

/** Notes how long it took; where another computation has begun since, that one's note stands. */
export async function endDays(
  { store, now }: PaceOptions,
  begun: ReadonlyMap<string, string>,
  tookMs: number,
): Promise<void> {
  const body = JSON.stringify({ begun: now.toISOString(), took_ms: Math.round(tookMs) });
  await mapBounded([...begun], requestsAtOnce, ([date, etag]) => putUnlessStale(store, date, body, etag));
}

async function putUnlessStale(
  store: ObjectStore,
  date: string,
  body: string,
  expected: string | undefined,
): Promise<string | undefined> {
  try {
    return await store.put(activityPaceKey(date), body, expected);
  } catch (error) {
    if (error instanceof StaleObjectError) return undefined;
    throw error;
  }
}

/** A day is worked on a sixtieth of the time at most. */
const restPerWork = 60;
const requestsAtOnce = 32;
