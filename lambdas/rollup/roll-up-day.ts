import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bets } from '../../glue/datasets/bets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { toRows } from '../../glue/derive/to-rows.ts';
import { toActivitySql } from '../../glue/rollups.ts';
import { toSqlText } from '../../glue/sql.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { activityFileKey, activityManifestKey, newAttempt, parseFileKey } from '../lake/keys.ts';
import { type Manifest, putManifest, readManifest } from '../lake/manifest.ts';
import type { RollupContext } from './context.ts';
import { listCountingFiles } from './counting-files.ts';

/**
 * Computes the activity of a day as a whole from the curated files that count, and publishes it in the
 * year's manifest. Any number of computations of one day may overlap: the one that began to look at the files
 * last is the one that stands. Memory is the engine's limit; it spills beyond.
 */
export async function rollUpDay(context: RollupContext, date: string): Promise<void> {
  const { store } = context;
  const manifestKey = activityManifestKey(date.slice(0, 4));
  for (;;) {
    const manifest = await readManifest(store, manifestKey);
    const counting = await listCountingFiles(store, 'bets', date);
    const key = activityFileKey(date, newAttempt(context.now()));
    await computeDay(context, date, await store.checkout(counting), key);
    if (await publish(context, manifestKey, manifest, date, key)) return;
  }
}

async function computeDay(
  context: RollupContext,
  date: string,
  paths: readonly string[],
  key: string,
): Promise<void> {
  const { engine, store, scratch, voidStatuses } = context;
  const path = join(scratch, `activity.${parseFileKey(key).attempt}.parquet`);
  try {
    const sql = toActivitySql(toRows(toCuratedColumns(bets), paths), date, voidStatuses);
    await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
    await store.putFile(key, path);
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * Puts the day's new file in place of the one that stood when the computation began, other days as they are.
 *
 * @returns false where someone else has published the day meanwhile: what they saw may be newer
 */
async function publish(
  { store }: RollupContext,
  manifestKey: string,
  seen: Manifest,
  date: string,
  key: string,
): Promise<boolean> {
  const before = findDay(seen, date);
  for (let manifest = seen; ; manifest = await readManifest(store, manifestKey)) {
    if (findDay(manifest, date) !== before) return false;
    const others = manifest.keys.filter((other) => parseFileKey(other).owner !== date);
    try {
      await putManifest(store, manifestKey, [...others, key], manifest.etag);
      return true;
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

function findDay(manifest: Manifest, date: string): string | undefined {
  return manifest.keys.find((key) => parseFileKey(key).owner === date);
}
