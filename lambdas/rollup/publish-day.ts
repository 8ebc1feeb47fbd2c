import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../glue/dataset.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { toRows } from '../../glue/derive/to-rows.ts';
import { toSqlText } from '../../glue/sql.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { curatedManifestKey, curatedMarkerKey, newAttempt } from '../lake/keys.ts';
import { putManifest, readManifest } from '../lake/manifest.ts';
import type { RollupContext } from './context.ts';
import { listCountingFiles } from './counting-files.ts';

/**
 * Publishes the curated files of a day that count, as the day's partition of the data set's table, so that it
 * never shows a row of a replaced load beside the one that replaced it.
 *
 * A file without rows and with a new name goes into every publication: without it, a manifest could come back
 * to bytes that it once had, and an older computation would still win.
 */
export async function publishDay(context: RollupContext, dataset: Dataset, date: string): Promise<void> {
  const { store, engine, scratch } = context;
  const attempt = newAttempt(context.now());
  const marker = curatedMarkerKey(dataset.name, date, attempt);
  const path = join(scratch, `published.${dataset.name}.${attempt}.parquet`);
  try {
    await engine.run(`copy ${toRows(toCuratedColumns(dataset), [])} to ${toSqlText(path)} (format parquet)`);
    await store.putFile(marker, path);
  } finally {
    await rm(path, { force: true });
  }
  for (;;) {
    const manifest = await readManifest(store, curatedManifestKey(dataset.name, date));
    const counting = await listCountingFiles(store, dataset.name, date);
    try {
      await putManifest(store, curatedManifestKey(dataset.name, date), [...counting, marker], manifest.etag);
      return;
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}
