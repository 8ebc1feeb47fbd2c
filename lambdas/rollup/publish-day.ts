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

/** A day's live files, and its manifest from before they were listed. */
export interface DayFiles {
  readonly dataset: DatasetName;
  readonly date: string;
  readonly etag: string | undefined;
  readonly live: readonly string[];
}

/** Reads a day, the manifest first: who publishes on its ETag has then seen no less than what it shows. */
export async function readDayFiles(
  { store }: Pick<RefreshContext, 'store'>,
  dataset: DatasetName,
  date: string,
): Promise<DayFiles> {
  const { etag } = await readManifest(store, curatedManifestKey(dataset, date));
  return { dataset, date, etag, live: await listLiveFiles(store, dataset, date) };
}

/**
 * Publishes the live files of a day as the day's partition of the data set's table, so that it never shows a row of
 * a replaced load beside the one that replaced it.
 *
 * A file without rows and with a new name goes into every publication: without it, a manifest could come back
 * to bytes that it once had, and an older computation would still win.
 *
 * @param attempt the name of that file; of bets, the attempt of the activity that was computed from the files.
 *   @default a new one
 * @returns false where someone else has published the day since it was read: read it again
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

/** What the engine has written once, it need not write again: the bytes are the same each time. */
const filesWithoutRows = new Map<DatasetName, Buffer>();

/** Publishes the live curated files of a day as they are now. */
export async function publishDay(context: RefreshContext, dataset: DatasetName, date: string): Promise<void> {
  while (!(await publishDayFiles(context, await readDayFiles(context, dataset, date)))) {
    // Someone else has published the day: what they saw may be newer than what was found here.
  }
}
