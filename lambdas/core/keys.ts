import { createHash, randomBytes } from 'node:crypto';
import {
  curatedFilesPrefix,
  curatedManifestPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupFilesPrefix,
  rollupManifestPrefix,
  unsupportedRecordsPrefix,
} from '../../glue/prefixes.ts';
import type { DatasetName } from '../../glue/schema.ts';

/*
 * Every key of the lake is made here, from a data set's name, dates, hashes and attempt ids: no part of a
 * landing object's key ever becomes part of a path.
 */

/** The landing object's id in the lake: a hash of its key, so that every key gives a safe file name. */
export function toLoadId(landingKey: string): string {
  return createHash('sha256').update(landingKey).digest('hex').slice(0, 32);
}

/** A name that is used once: the time, so that a listing is in the order of attempts, and then random digits. */
export function newAttempt(now: Date): string {
  const time = now.toISOString().replace(/[-:.TZ]/g, '');
  return `${time}${randomBytes(6).toString('hex')}`;
}

export const ledgerKey = (dataset: DatasetName, loadId: string) => `${ledgerPrefix(dataset)}${loadId}.json`;

/** The record of a landing object that no data set takes. */
export const unsupportedKeyRecord = (loadId: string) => `${unsupportedRecordsPrefix}${loadId}.json`;

/** The parts of the names of a load's files: the landing object, the attempt, and the converter that wrote them. */
export interface FileOfLoad {
  readonly loadId: string;
  readonly attempt: string;
  readonly converter: string;
}

/** The curated files of a day. */
export const curatedDayPrefix = (dataset: DatasetName, date: string) =>
  `${curatedFilesPrefix(dataset)}${date}/`;
export const curatedFileKey = (dataset: DatasetName, date: string, load: FileOfLoad) =>
  `${curatedDayPrefix(dataset, date)}${toLoadName(load)}.parquet`;
/** The file without rows that makes every published manifest of a day differ from all earlier ones. */
export const curatedMarkerKey = (dataset: DatasetName, date: string, attempt: string) =>
  `${curatedDayPrefix(dataset, date)}published.${attempt}.parquet`;
/** The date that a curated file is filed under. */
export const dateOfCuratedFile = (key: string) => key.split('/')[3] ?? '';

export const curatedManifestKey = (dataset: DatasetName, date: string) =>
  `${curatedManifestPrefix(dataset)}dt=${date}/symlink.txt`;

export const quarantineFileKey = (dataset: DatasetName, loadDay: string, load: FileOfLoad) =>
  `${quarantineFilesPrefix(dataset)}${loadDay}/${toLoadName(load)}.jsonl`;

/** A file of a day's activity; its name ends with the definition that it was computed with. */
export const activityFileKey = (date: string, attempt: string, definition: string) =>
  `${rollupFilesPrefix('activity')}${date.slice(0, 4)}/${date}.${attempt}.${definition}.parquet`;
export const activityManifestKey = (year: string) =>
  `${rollupManifestPrefix('activity')}year=${year}/symlink.txt`;
/** A file of a dimension; its name ends with the columns that it has. */
export const dimensionFileKey = (rollup: string, attempt: string, columns: string) =>
  `${rollupFilesPrefix(rollup)}${attempt}.${columns}.parquet`;
/** The list of curated files that a dimension's file was computed from; beside it, with the same name. */
export const dimensionSourcesOf = (fileKey: string) => fileKey.replace(/\.parquet$/, '.sources.json');

export const dimensionManifestKey = (rollup: string) => `${rollupManifestPrefix(rollup)}symlink.txt`;

/** The parts of a data file's name. */
export interface FileName {
  /** A load id, a date, or `published`. */
  readonly owner: string;
  readonly attempt: string;
  /** The converter or definition that wrote it; empty where the name has none. */
  readonly version: string;
}

/** Reads `<owner>.<attempt>[.<version>].<ending>`. */
export function parseFileKey(key: string): FileName {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const [owner, attempt, version = '', ending] = name.split('.');
  if (!owner || !attempt) throw new Error(`not a data file of the lake: ${key}`);
  return { owner, attempt, version: ending === undefined ? '' : version };
}

function toLoadName({ loadId, attempt, converter }: FileOfLoad): string {
  return `${loadId}.${attempt}.${converter}`;
}
