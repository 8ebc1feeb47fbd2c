import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';
import { StaleObjectError } from '../core/errors.ts';
import { curatedManifestKey, curatedMarkerKey, newAttempt } from '../core/keys.ts';
import { putManifest, readManifest } from '../core/manifest.ts';
import type { RefreshContext } from './context.ts';
import { listLiveFiles } from './live-files.ts';

/** A day's live files, and the ETag that its manifest had before they were listed. */
export interface DayFiles {
  readonly dataset: DatasetName;
  readonly date: string;
  readonly etag: string | undefined;
  readonly live: readonly string[];
}

/**
 * Reads a day, the manifest first: a put on its ETag then replaces only what is not newer than the files listed here.
 */
export async function readDayFiles(
  { store }: Pick<RefreshContext, 'store'>,
  dataset: DatasetName,
  date: string,
): Promise<DayFiles> {
  const { etag } = await readManifest(store, curatedManifestKey(dataset, date));
  return { dataset, date, etag, live: await listLiveFiles(store, dataset, date) };
}

/** The file without rows of each data set, written by the engine once: its bytes are always the same. */
const filesWithoutRows = new Map<DatasetName, Buffer>();

/**
 * Publishes the live files of a day as the day's partition of the data set's table, so that a query never sees
 * rows of a replaced load beside those that replaced them.
 *
 * Each manifest names a file without rows under a new name: without it, a manifest could have the bytes, and so
 * the ETag, of an earlier one, and an older computation could replace it.
 *
 * @param attempt the attempt in that file's name; for bets, the attempt of the activity that was computed from the files.
 *   @default a new one
 * @returns false where another refresh has published the day since it was read: read it again
 */
export async function publishDayFiles(
  context: RefreshContext,
  files: DayFiles,
  attempt = newAttempt(context.now()),
): Promise<boolean> {
  const { store, engine, scratch } = context;
  const { dataset, date, live, etag } = files;
  const marker = curatedMarkerKey(dataset, date, attempt);
  const path = join(scratch, `published.${dataset}.${attempt}.parquet`);
  try {
    const written = filesWithoutRows.get(dataset);
    if (written) await writeFile(path, written);
    else {
      const none = toRows(toCuratedColumns(datasets[dataset]), []);
      await engine.run(`copy ${none} to ${toSqlText(path)} (format parquet)`);
      filesWithoutRows.set(dataset, await readFile(path));
    }
    await store.putFile(marker, path);
    await putManifest(store, curatedManifestKey(dataset, date), [...live, marker], etag);
    return true;
  } catch (error) {
    if (error instanceof StaleObjectError) return false;
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

/** Publishes the current live files of a day. */
export async function publishDay(context: RefreshContext, dataset: DatasetName, date: string): Promise<void> {
  while (!(await publishDayFiles(context, await readDayFiles(context, dataset, date)))) {
    // Another refresh has published the day, perhaps with newer files than were read here: read them again.
  }
}
