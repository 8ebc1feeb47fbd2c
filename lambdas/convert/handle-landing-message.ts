import type { Landing } from '../lake/landing.ts';
import type { LoadRecord } from '../lake/ledger.ts';
import { clearInvalidations, toInvalidations } from '../lake/pending-invalidations.ts';
import type { RefreshQueue } from '../lake/refresh-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import { findDataset, isBelowDataset, isMarker } from './find-dataset.ts';
import { parseLandingMessage } from './landing-message.ts';
import { type LoadContext, type LoadOutcome, loadObject } from './load-object.ts';
import { recordUnsupportedKey } from './record-unsupported-key.ts';
import { findDrop, type ReplacementGuard } from './replacement.ts';

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
