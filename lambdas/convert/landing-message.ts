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
/** What S3 sends once, when it is told of the queue. */
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });
/** What a reload or a sweep sends. */
const asked = z.strictObject({ key: z.string().min(1) });

/**
 * The landing keys that a message hints at. Whatever else an event says (version, order, size) is left
 * aside: what stands in the bucket is what counts.
 *
 * @returns no key for S3's test event
 * @throws BetlakeError where the body is none of the messages that belong into the queue
 */
export function parseLandingMessage(body: string): string[] {
  const value = parseJson(body);
  if (value === undefined) throw new BetlakeError('not a landing message: it is not JSON');
  const event = s3Event.safeParse(value);
  if (event.success) return event.data.Records.map(({ s3 }) => decodeKey(s3.object.key));
  const hint = asked.safeParse(value);
  if (hint.success) return [hint.data.key];
  if (testEvent.safeParse(value).success) return [];
  throw new BetlakeError('not a landing message: expected an event of S3 or {"key": …}');
}

/** Events carry keys encoded as in a form: `+` for a space. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw new BetlakeError('not a landing message: its key is not URL-encoded');
  }
}

/** What the work on landing messages depends on. */
export interface ConvertContext extends LoadContext {
  readonly landing: Landing;
  readonly refreshQueue: RefreshQueue;
  readonly telemetry: Telemetry;
}

/**
 * Works off a message of the landing queue: loads what it hints at, as it is now, sends the days that this
 * invalidates, and notes them as sent. A load that was committed before but whose days were not sent is taken up here too, so a
 * message may come any number of times, at any time, after a crash anywhere.
 *
 * @throws whatever kept it from being worked off: try again; after some tries it belongs to the dead letters
 */
export async function handleLandingMessage(context: ConvertContext, body: string): Promise<void> {
  for (const landingKey of parseLandingMessage(body)) await handleLandingKey(context, landingKey);
}

async function handleLandingKey(context: ConvertContext, landingKey: string): Promise<void> {
  const { store, landing, refreshQueue, telemetry, now } = context;
  const dataset = findDataset(landingKey);
  if (!dataset) {
    if (isMarker(landingKey, await measureMarker(landing, landingKey))) return;
    if (await recordUnsupportedKey(store, landingKey, now())) telemetry.measure('UnsupportedKeys', 1);
    telemetry.info('landing object that no data set takes', { landing_key: landingKey });
    return;
  }
  const began = performance.now();
  // To overwrite an object is to replace what it had loaded; what is most likely a mistake is logged.
  const logDrop: ReplacementGuard = (current, next) => {
    const drop = findDrop(dataset, current, next);
    if (drop) telemetry.info(`replaced, dropping ${drop}`, toLogged(current));
    return undefined;
  };
  const find = () => landing.find(landingKey);
  const outcome = await loadObject(context, dataset, landingKey, find, logDrop);
  if (!outcome) {
    telemetry.measure('GoneObjects', 1);
    telemetry.info('landing object is gone', { landing_key: landingKey });
    return;
  }
  for (const load of [...outcome.withdrawn, outcome]) {
    await refreshQueue.send(toInvalidations(load.record));
    await clearInvalidations(store, load);
  }
  report(telemetry, outcome, Math.round(performance.now() - began));
}

/** The size of an object that is called like a folder: 0 of one that is gone, or where the function may not read. */
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
    telemetry.measure('Loads', 1);
    telemetry.measure('LinesAccepted', record.accepted);
    telemetry.measure('LinesQuarantined', record.quarantined);
    telemetry.measure('LinesBlank', record.blank);
    telemetry.measure('ConvertMilliseconds', milliseconds);
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
    quarantined: record.quarantined,
    dates_count: record.dates.length,
    error_code: record.error_code,
  };
}

/**
 * Records a landing object that no data set takes, as a failed load of the data set `unsupported`, so that
 * whoever landed it under a wrong name finds it where loads are listed. The object itself is not looked at:
 * the functions have no right to what lies outside the data sets.
 *
 * @returns false where it was recorded before
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
