import type { Landing } from '../lake/landing.ts';
import type { LoadRecord } from '../lake/ledger.ts';
import { clearInvalidations, toInvalidations } from '../lake/pending-invalidations.ts';
import type { RefreshQueue } from '../lake/refresh-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import { findDataset } from './find-dataset.ts';
import { parseLandingMessage } from './landing-message.ts';
import { type LoadContext, type LoadOutcome, loadObject } from './load-object.ts';
import { recordUnsupportedKey } from './record-unsupported-key.ts';

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
    if (await recordUnsupportedKey(store, landingKey, now())) telemetry.measure('UnsupportedKeys', 1);
    telemetry.info('landing object that no data set takes', { landing_key: landingKey });
    return;
  }
  const began = performance.now();
  const outcome = await loadObject(context, dataset, landingKey, () => landing.find(landingKey));
  if (!outcome) {
    telemetry.measure('GoneObjects', 1);
    telemetry.info('landing object is gone', { landing_key: landingKey });
    return;
  }
  await refreshQueue.send(toInvalidations(outcome.record));
  await clearInvalidations(store, outcome);
  report(telemetry, outcome, Math.round(performance.now() - began));
}

function report(telemetry: Telemetry, { status, record }: LoadOutcome, milliseconds: number): void {
  if (status === 'failed') telemetry.measure('FailedLoads', 1);
  if (status === 'loaded' || status === 'replaced') {
    telemetry.measure('Loads', 1);
    telemetry.measure('LinesAccepted', record.accepted);
    telemetry.measure('LinesQuarantined', record.quarantined);
    telemetry.measure('LinesBlank', record.blank);
    telemetry.measure('ConvertMilliseconds', milliseconds);
  }
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
