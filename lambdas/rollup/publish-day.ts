import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetName } from '../../glue/dataset.ts';
import { datasets } from '../../glue/datasets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { toRows } from '../../glue/derive/to-rows.ts';
import { toSqlText } from '../../glue/sql.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { curatedManifestKey, curatedMarkerKey, newAttempt, parseFileKey } from '../lake/keys.ts';
import { mergeDates } from '../lake/load-record.ts';
import { putManifest, readManifest } from '../lake/manifest.ts';
import type { RollupContext } from './context.ts';
import { findLoadsOfDay, type LoadOfDay } from './counting-files.ts';

/** A day as it was found: its loads, and the state of its manifest from before they were listed. */
export interface DayFiles {
  readonly dataset: DatasetName;
  readonly date: string;
  readonly etag: string | undefined;
  readonly loads: readonly LoadOfDay[];
  /** The curated files of the day that count. Sorted. */
  readonly counting: readonly string[];
  /** The days of the loads that were replaced and that the manifest shows otherwise; the files' old days too. */
  readonly replaced: readonly string[];
}

/** Looks at a day, the manifest first: who publishes on it then has seen no less than what it shows. */
export async function findDayFiles(
  { store }: Pick<RollupContext, 'store'>,
  dataset: DatasetName,
  date: string,
): Promise<DayFiles> {
  const { keys, etag } = await readManifest(store, curatedManifestKey(dataset, date));
  const loads = await findLoadsOfDay(store, dataset, date);
  const counting = loads.flatMap((load) => load.counting).sort();
  const changed = loads.filter(({ loadId, counting }) => {
    const shown = keys.filter((key) => parseFileKey(key).owner === loadId);
    return shown.join() !== counting.join();
  });
  const replaced = mergeDates(...changed.map(({ replacedDates }) => replacedDates));
  return { dataset, date, etag, loads, counting, replaced };
}

/**
 * Publishes the curated files of a day that were found to count, as the day's partition of the data set's
 * table, so that it never shows a row of a replaced load beside the one that replaced it.
 *
 * A file without rows and with a new name goes into every publication: without it, a manifest could come back
 * to bytes that it once had, and an older computation would still win.
 *
 * @returns false where someone else has published the day since it was looked at: find its files again
 */
export async function publishDayFiles(context: RollupContext, files: DayFiles): Promise<boolean> {
  const { store, engine, scratch } = context;
  const { dataset, date, counting, etag } = files;
  const attempt = newAttempt(context.now());
  const marker = curatedMarkerKey(dataset, date, attempt);
  const path = join(scratch, `published.${dataset}.${attempt}.parquet`);
  try {
    const none = toRows(toCuratedColumns(datasets[dataset]), []);
    await engine.run(`copy ${none} to ${toSqlText(path)} (format parquet)`);
    await store.putFile(marker, path);
    await putManifest(store, curatedManifestKey(dataset, date), [...counting, marker], etag);
    return true;
  } catch (error) {
    if (error instanceof StaleObjectError) return false;
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

/** Publishes the curated files of a day that count now. */
export async function publishDay(context: RollupContext, dataset: DatasetName, date: string): Promise<void> {
  while (!(await publishDayFiles(context, await findDayFiles(context, dataset, date)))) {
    // Someone else has published the day: what they saw may be newer than what was found here.
  }
}
