import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { StaleObjectError } from '../core/errors.ts';
import { activityFileKey, activityManifestKey, newAttempt, parseFileKey } from '../core/keys.ts';
import { type Manifest, putManifest, readManifest } from '../core/manifest.ts';
import { toDefinitionId } from './activity-definition.ts';
import { checkColumnTypes } from './check-column-types.ts';
import { computeActivity, joinSmallFiles } from './compute-activity.ts';
import type { RefreshContext } from './context.ts';
import { type DayFiles, publishDayFiles, readDayFiles } from './publish-day.ts';

/**
 * Computes a day's activity as a whole from the live curated files and publishes it: first the activity, by a
 * conditional put of the year's manifest, which keeps the other days of the year, then the very files that it was
 * computed from as the day's partition of the table `bets`, with a marker that bears the activity's attempt. So a
 * manifest of the day that names what the ledger names tells that the activity is right as well, where it is of the
 * marker's attempt: between the two puts, or where a refresh broke off there, it is another.
 *
 * Any number of refreshes of one day may overlap: the one that read the files last is the one that stays. Disk holds
 * the files of this day, memory is the engine's limit, whatever the size of the day.
 *
 * @throws what kept the day from being computed: then nothing of it was published
 */
export async function refreshDay(context: RefreshContext, date: string): Promise<void> {
  const manifestKey = activityManifestKey(date.slice(0, 4));
  for (;;) {
    const { keys } = await readManifest(context.store, manifestKey);
    const files = await readDayFiles(context, 'bets', date);
    const key = await computeDay(context, files);
    const isPublished = await replaceEntry(context, manifestKey, findDay(keys, date), key);
    if (isPublished && (await publishDayFiles(context, files, parseFileKey(key).attempt))) return;
  }
}

/**
 * Puts a day's new file in the place of its entry in the year's manifest.
 *
 * @param before the entry as it was before the day's files were listed
 * @returns false where it is another by now: whoever published that may have seen newer files
 */
async function replaceEntry(
  { store }: RefreshContext,
  manifestKey: string,
  before: string | undefined,
  key: string,
): Promise<boolean> {
  const { owner: date } = parseFileKey(key);
  for (;;) {
    const manifest: Manifest = await readManifest(store, manifestKey);
    if (findDay(manifest.keys, date) !== before) return false;
    const others = manifest.keys.filter((other) => other !== before);
    try {
      await putManifest(store, manifestKey, [...others, key], manifest.etag);
      return true;
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

/** @returns the key of the file that was written */
async function computeDay(context: RefreshContext, { date, live }: DayFiles): Promise<string> {
  const { engine, store, scratch, definition } = context;
  const paths = await store.checkout(live);
  const attempt = newAttempt(context.now());
  const key = activityFileKey(date, attempt, toDefinitionId(definition));
  const path = join(scratch, `activity.${attempt}.parquet`);
  const joined = join(scratch, `joined.${attempt}`);
  const columns = toCuratedColumns(bets);
  try {
    const areAlike = await checkColumnTypes(engine, columns, paths);
    const read = await joinSmallFiles(engine, columns, paths, joined, areAlike);
    await computeActivity(engine, { date, paths: read, definition, target: path });
    await store.putFile(key, path);
  } finally {
    await rm(path, { force: true });
    await rm(joined, { recursive: true, force: true });
  }
  return key;
}

/** The file that a year's manifest names for a day. */
export function findDay(keys: readonly string[], date: string): string | undefined {
  return keys.find((key) => parseFileKey(key).owner === date);
}
