import * as z from 'zod';
import { toDateTime } from '../../glue/calendar.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { landingEndings } from '../../glue/landing-name.ts';
import { BetlakeError, StaleObjectError } from '../core/errors.ts';
import { clearInvalidations, type RefreshQueue, toInvalidations } from '../core/invalidations.ts';
import { toLoadId, unsupportedKeyRecord } from '../core/keys.ts';
import type { Landing } from '../core/landing.ts';
import { emptyRecord, type LoadRecord } from '../core/ledger.ts';
import type { ObjectStore } from '../core/object-store.ts';
import { parseJson } from '../core/parse-json.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { findDataset, isBelowDataset, isMarker } from './find-dataset.ts';
import {
  findDrop,
  type LoadContext,
  type LoadOutcome,
  loadObject,
  type ReplacementGuard,
} from './load-object.ts';

const s3Event = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string().min(1) }) }) })).min(1),
});

/** The message that S3 sends once, when the queue is configured. */
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });

/** The message of a reload or a sweep. */
const keyMessage = z.strictObject({ key: z.string().min(1) });

/**
 * The landing keys that a message names. The version, order and size in an event are ignored: the current
 * object in the bucket is loaded.
 *
 * @returns an empty list for S3's test event
 * @throws BetlakeError where the body is no message of the landing queue
 */
export function parseLandingMessage(body: string): string[] {
  const value = parseJson(body);
  if (value === undefined) throw new BetlakeError('not a landing message: it is not JSON');
  const event = s3Event.safeParse(value);
  if (event.success) return event.data.Records.map(({ s3 }) => decodeKey(s3.object.key));
  const named = keyMessage.safeParse(value);
  if (named.success) return [named.data.key];
  if (testEvent.safeParse(value).success) return [];
  throw new BetlakeError('not a landing message: expected an event of S3 or {"key": …}');
}

/** The dependencies of the work on landing messages. */
export interface ConvertContext extends LoadContext {
  readonly landing: Landing;
  readonly refreshQueue: RefreshQueue;
  readonly telemetry: Telemetry;
}

/**
 * Handles a message of the landing queue: loads the current version of each object that it names, sends the
 * days that this invalidates, and records them as sent. It also sends the days of a load that was committed
 * earlier and whose days were not sent, so a message may come any number of times, at any time, after a crash
 * anywhere.
 *
 * @throws what made it fail: retry; after some tries SQS moves the message to the dead-letter queue
 */
export async function handleLandingMessage(context: ConvertContext, body: string): Promise<void> {
  for (const landingKey of parseLandingMessage(body)) await handleLandingKey(context, landingKey);
}

/**
 * Records a landing object of no data set as a failed load of the data set `unsupported`, so that a file with a
 * wrong name is listed with the loads. The object itself is not read: the functions have no right to objects
 * outside the data sets' folders.
 *
 * @returns false where it was already recorded
 */
export async function recordUnsupportedKey(
  store: ObjectStore,
  landingKey: string,
  now: Date,
): Promise<boolean> {
  const loadId = toLoadId(landingKey);
  const folders = datasetNames.map((name) => `${name}/`).join(', ');
  const record = {
    ...emptyRecord('unsupported', { key: landingKey, size: 0 }, loadId),
    loaded_dt: toDateTime(now),
    error_code: 'unsupported_key',
    error_message: `${landingKey}: expected a key below ${folders} that ends in ${landingEndings}`,
    error_dt: toDateTime(now),
  };
  try {
    await store.put(unsupportedKeyRecord(loadId), `${JSON.stringify(record)}\n`, undefined);
    return true;
  } catch (error) {
    if (error instanceof StaleObjectError) return false;
    throw error;
  }
}

/** Decodes a key of an S3 event, which is URL-encoded like a form, with `+` for a space. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw new BetlakeError('not a landing message: its key is not URL-encoded');
  }
}

async function handleLandingKey(context: ConvertContext, landingKey: string): Promise<void> {
  const { store, landing, refreshQueue, telemetry, now } = context;
  const dataset = findDataset(landingKey);
  if (!dataset) {
    if (isMarker(landingKey, await measureMarker(landing, landingKey))) return;
    if (await recordUnsupportedKey(store, landingKey, now())) telemetry.measure('UnsupportedKeys', 1);
    telemetry.info('landing object of no data set', { landing_key: landingKey });
    return;
  }
  const began = performance.now();
  // On S3, overwriting an object replaces its rows; a likely mistake is only logged.
  const logDrop: ReplacementGuard = (current, next) => {
    const drop = findDrop(dataset, current, next);
    if (drop) telemetry.info(`replaced, dropping ${drop}`, toLogged(current));
    return undefined;
  };
  const find = () => landing.find(landingKey);
  const outcome = await loadObject(context, dataset, landingKey, find, logDrop);
  if (!outcome) {
    telemetry.info('landing object is gone', { landing_key: landingKey });
    return;
  }
  for (const load of [...outcome.withdrawn, outcome]) {
    await refreshQueue.send(toInvalidations(load.record));
    await clearInvalidations(store, load);
  }
  report(telemetry, outcome, Math.round(performance.now() - began));
}

/** The size of an object that is named like a folder; 0 where it is gone or the function may not read it. */
async function measureMarker(landing: Landing, landingKey: string): Promise<number> {
  if (!landingKey.endsWith('/') || !isBelowDataset(landingKey)) return 0;
  return (await landing.find(landingKey))?.size ?? 0;
}

function report(
  telemetry: Telemetry,
  { status, record, withdrawn }: LoadOutcome,
  milliseconds: number,
): void {
  if (status === 'failed') telemetry.measure('FailedLoads', 1);
  if (status === 'loaded' || status === 'replaced') {
    telemetry.measure('LinesAccepted', record.accepted);
    telemetry.measure('LinesQuarantined', record.quarantined);
  }
  for (const replay of withdrawn)
    telemetry.info('replay withdrawn: its original was replaced', toLogged(replay.record));
  telemetry.info(`load ${status}`, { ...toLogged(record), milliseconds });
}

function toLogged(record: LoadRecord) {
  return {
    dataset: record.dataset,
    landing_key: record.landing_key,
    load_id: record.load_id,
    attempt: record.attempt,
    lines: record.lines,
    accepted: record.accepted,
    blank: record.blank,
    quarantined: record.quarantined,
    dates_count: record.dates.length,
    error_code: record.error_code,
  };
}
