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
 * conditional put of the year's manifest, which keeps the other days of the year; then the files that it was
 * computed from, as the day's partition of the table `bets`, with a marker file that is named after the
 * activity's attempt. So where the day's manifest names the live files, and its marker the attempt of the
 * published activity, both are current; between the two puts, or where a refresh broke off there, the attempts
 * differ.
 *
 * Any number of refreshes of one day may overlap: the result of the one that read the files last stays. Disk
 * holds the files of this day, and memory stays within the engine's limit, whatever the size of the day.
 *
 * @throws the error that prevented the computation: then nothing was published
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

/** The file of a day among those that a year's manifest names. */
export function findDay(keys: readonly string[], date: string): string | undefined {
  return keys.find((key) => parseFileKey(key).owner === date);
}

/**
 * Replaces a day's entry in the year's manifest by its new file.
 *
 * @param before the entry before the day's files were listed
 * @returns false where the entry has changed since: the other refresh may have read newer files
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
