import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toRows } from '../../glue/curated.ts';
import { type Dimension, dimensions, toDimensionSql } from '../../glue/rollups/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';
import { StaleObjectError } from '../core/errors.ts';
import {
  dateOfCuratedFile,
  dimensionFileKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  newAttempt,
} from '../core/keys.ts';
import { putManifest, readManifest } from '../core/manifest.ts';
import type { ObjectStore } from '../core/object-store.ts';
import { checkColumnTypes } from './check-column-types.ts';
import type { RefreshContext } from './context.ts';
import { listAllLiveFiles } from './live-files.ts';

/** Brings the dimensions of a data set up to date. */
export async function refreshDimensionsOf(context: RefreshContext, dataset: DatasetName): Promise<void> {
  for (const dimension of dimensions) {
    if (dimension.dataset.name === dataset) await refreshDimension(context, dimension);
  }
}

/** The curated files that a dimension's file was computed from. */
export async function readSources(store: ObjectStore, key: string): Promise<string[]> {
  const sourcesKey = dimensionSourcesOf(key);
  const object = await store.get(sourcesKey);
  if (!object) throw new Error(`${sourcesKey} is missing: it lists the files that ${key} was computed from`);
  return JSON.parse(object.body.toString('utf8')) as string[];
}

/** A hash of the columns of a dimension; part of its file's name, so that a file without a new column is found. */
function toColumnsId({ columns }: Dimension): string {
  const parts = JSON.stringify(columns.map(({ name, type }) => [name, type]));
  return createHash('sha256').update(parts).digest('hex').slice(0, 12);
}

const hasColumnsOf = (dimension: Dimension, key: string) =>
  key.endsWith(`.${toColumnsId(dimension)}.parquet`);

/**
 * The data sets of which a dimension was computed with other columns than it has now, each with a date of its files.
 * As for days, no change is recorded anywhere: such a dimension is found by its file's name until it is refreshed.
 */
export async function listOutdatedDimensions(
  store: ObjectStore,
): Promise<{ readonly dataset: DatasetName; readonly date: string }[]> {
  const found = new Map<DatasetName, string>();
  for (const dimension of dimensions) {
    const [key] = (await readManifest(store, dimensionManifestKey(dimension.name))).keys;
    if (key === undefined || hasColumnsOf(dimension, key)) continue;
    const [source] = await readSources(store, key);
    if (source !== undefined) found.set(dimension.dataset.name, dateOfCuratedFile(source));
  }
  return [...found].map(([dataset, date]) => ({ dataset, date }));
}

/**
 * Brings a dimension up to date: merges the curated files that it does not include yet into its rows or, where
 * one that it includes is no longer live or it lacks a column, computes all of it again. The list of files that a version includes
 * is written beside it.
 */
async function refreshDimension(context: RefreshContext, dimension: Dimension): Promise<void> {
  const { store } = context;
  const manifestKey = dimensionManifestKey(dimension.name);
  for (;;) {
    const manifest = await readManifest(store, manifestKey);
    const published = manifest.keys[0];
    const current = published !== undefined && hasColumnsOf(dimension, published) ? published : undefined;
    const live = await listAllLiveFiles(store, dimension.dataset.name);
    const merged = current === undefined ? [] : await readSources(store, current);
    const sources = chooseSources(current, merged, live);
    if (sources.length === 0 && merged.length === live.length) return;
    const key = await computeDimension(context, dimension, sources, live);
    try {
      await putManifest(store, manifestKey, [key], manifest.etag);
      return;
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

/** The files to compute from: the current rows and the new files, or all live files where one is no longer live. */
function chooseSources(
  current: string | undefined,
  merged: readonly string[],
  live: readonly string[],
): string[] {
  const isLive = new Set(live);
  if (current === undefined || merged.some((key) => !isLive.has(key))) return [...live];
  const held = new Set(merged);
  const added = live.filter((key) => !held.has(key));
  return added.length > 0 ? [current, ...added] : [];
}

async function computeDimension(
  context: RefreshContext,
  dimension: Dimension,
  sources: readonly string[],
  holds: readonly string[],
): Promise<string> {
  const { store, engine, scratch } = context;
  const attempt = newAttempt(context.now());
  const path = join(scratch, `${dimension.name}.${attempt}.parquet`);
  const sourcesPath = join(scratch, `${dimension.name}.${attempt}.sources.json`);
  try {
    const paths = await store.checkout(sources);
    await checkColumnTypes(engine, dimension.columns, paths);
    const sql = toDimensionSql(dimension, toRows(dimension.columns, paths));
    await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
    await writeFile(sourcesPath, `${JSON.stringify(holds)}\n`);
    const key = dimensionFileKey(dimension.name, attempt, toColumnsId(dimension));
    await store.putFile(dimensionSourcesOf(key), sourcesPath);
    await store.putFile(key, path);
    return key;
  } finally {
    await rm(path, { force: true });
    await rm(sourcesPath, { force: true });
  }
}
