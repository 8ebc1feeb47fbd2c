import * as z from 'zod';
import { datasetNames } from '../../glue/datasets/index.ts';
import {
  curatedFilesPrefix,
  quarantineFilesPrefix,
  rollupFilesPrefix,
  unnamedFilesKey,
} from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { StaleObjectError } from '../core/errors.ts';
import {
  activityManifestKey,
  curatedManifestKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  parseFileKey,
} from '../core/keys.ts';
import { readRecordAt } from '../core/ledger.ts';
import { readManifest } from '../core/manifest.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** A kind of files: those below one prefix, which are named in one way. */
export interface FileKind {
  readonly prefix: string;
  /** Whether files are in folders below the prefix, named after a date, a year or a day of load. */
  readonly hasFolders: boolean;
  /** The data set of files that a converter writes. */
  readonly convertedFrom?: DatasetName;
  /** The files of one folder that a manifest or a record names now. */
  findNamed(store: ObjectStore, folder: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** All kinds of files that are written under names used once. */
export const fileKinds: readonly FileKind[] = [
  ...datasetNames.flatMap((dataset) => [toCurated(dataset), toQuarantine(dataset)]),
  {
    prefix: rollupFilesPrefix(activity.name),
    hasFolders: true,
    findNamed: async (store, year) => new Set((await readManifest(store, activityManifestKey(year))).keys),
  },
  ...dimensions.map(({ name }) => ({
    prefix: rollupFilesPrefix(name),
    hasFolders: false,
    findNamed: async (store: ObjectStore) => {
      const { keys } = await readManifest(store, dimensionManifestKey(name));
      return new Set([...keys, ...keys.map(dimensionSourcesOf)]);
    },
  })),
];

/** How many files nothing names. */
export interface UnnamedFiles {
  readonly removedCount: number;
  /** How many were noted, to be removed once a later sweep still finds them unnamed. */
  readonly waitingCount: number;
}

export interface SweepFilesOptions {
  /** The most unnamed files that are noted. @default 100,000 */
  readonly most?: number;
  /** Called with every file, so that no other part of a sweep needs to list them. @default nothing */
  readonly onFile?: (kind: FileKind, key: string) => void;
}

/** Unnamed files, and when a sweep first found them so. */
const sightings = z.record(z.string(), z.iso.datetime());

/** All sightings are read into memory and written as a whole: about 15 MB. */
const mostSightings = 100_000;

/**
 * Removes data files that no record and no manifest names, which crashed, lost or replaced attempts left. A
 * file is removed once it is older than `minAgeMs` and a sweep found it unnamed at least that long ago as well:
 * the first, so that the function that wrote it has named it or never will; the second, so that every query
 * that began to read it while it was named has ended.
 *
 * Why the order is safe: list first, then read what names the files. A file is written before it is named, and
 * named within one run of a function. A file that is listed at that age was named already or never will be, so
 * a record or manifest that is read after the listing and does not name it never will: names are used once, and
 * a file that was removed from a record is never added again. Read before the listing, a record could be from
 * before the file was named. A manifest may still come to name a file that a record has just dropped, because a
 * rollup read the record earlier; that rollup ends within one run of a function, and the later sweep sees its
 * manifest.
 *
 * Memory is bounded: some thousands of files are checked at a time, and at most `most` are noted. Further
 * unnamed files wait until there is room for them, so a day removes at most that number.
 *
 * @param minAgeMs longer than any function or query runs: a day on AWS; 0 only where nothing else uses the lake
 */
export async function sweepUnnamedFiles(
  store: ObjectStore,
  now: Date,
  minAgeMs: number,
  { most = mostSightings, onFile }: SweepFilesOptions = {},
): Promise<UnnamedFiles> {
  const read = await store.get(unnamedFilesKey);
  const before = read ? sightings.parse(JSON.parse(read.body.toString('utf8'))) : {};
  const waiting: Record<string, string> = {};
  let waitingCount = 0;
  let removedCount = 0;
  // Files that were noted stay noted; otherwise newly found ones could make them wait from the beginning again.
  let room = most - Object.keys(before).length;
  const latest = new Date(now.getTime() - minAgeMs);
  for (const kind of fileKinds) {
    for await (const { folder, keys } of listFolders(store, kind, latest, onFile)) {
      const named = await kind.findNamed(store, folder, keys);
      const unnamed = keys.filter((key) => !named.has(key));
      const due = unnamed.filter((key) => new Date(before[key] ?? now) <= latest);
      const isDue = new Set(due);
      for (const key of unnamed) {
        if (isDue.has(key) || (before[key] === undefined && room-- <= 0)) continue;
        waiting[key] = before[key] ?? now.toISOString();
        waitingCount++;
      }
      if (due.length > 0) await store.delete(due);
      removedCount += due.length;
    }
  }
  await putSightings(store, waiting, read?.etag);
  return { removedCount, waitingCount };
}

/** A day's manifest names the published files, the ledger those that the next publication will name. */
function toCurated(dataset: DatasetName): FileKind {
  return {
    prefix: curatedFilesPrefix(dataset),
    hasFolders: true,
    convertedFrom: dataset,
    async findNamed(store, date, keys) {
      const published = new Set((await readManifest(store, curatedManifestKey(dataset, date))).keys);
      const others = keys.filter((key) => !published.has(key) && parseFileKey(key).owner !== 'published');
      return new Set([...published, ...(await findRecorded(store, dataset, others))]);
    },
  };
}

function toQuarantine(dataset: DatasetName): FileKind {
  return {
    prefix: quarantineFilesPrefix(dataset),
    hasFolders: true,
    convertedFrom: dataset,
    findNamed: async (store, _, keys) => new Set(await findRecorded(store, dataset, keys)),
  };
}

/** The files that the records of their loads name; each record is read once. */
async function findRecorded(
  store: ObjectStore,
  dataset: DatasetName,
  keys: readonly string[],
): Promise<string[]> {
  const owners = [...new Set(keys.map((key) => parseFileKey(key).owner))];
  const named = await mapBounded(owners, requestsAtOnce, async (owner) => {
    const found = await readRecordAt(store, ledgerKey(dataset, owner));
    return found ? [...found.record.files.map(({ key }) => key), found.record.quarantine_key] : [];
  });
  return named.flat().filter((key) => key !== null);
}

const filesAtOnce = 10_000;

/**
 * The files of a kind that are old enough, those of one folder together, some thousands at most; they are listed before
 * they are yielded.
 */
async function* listFolders(
  store: ObjectStore,
  kind: FileKind,
  latest: Date,
  onFile: SweepFilesOptions['onFile'],
): AsyncGenerator<{ folder: string; keys: string[] }> {
  const { prefix, hasFolders } = kind;
  let folder = '';
  let keys: string[] = [];
  for await (const { key, lastModified } of store.list(prefix)) {
    onFile?.(kind, key);
    if (lastModified > latest) continue;
    const next = hasFolders ? (key.slice(prefix.length).split('/')[0] ?? '') : '';
    if (keys.length > 0 && (next !== folder || keys.length >= filesAtOnce)) {
      yield { folder, keys };
      keys = [];
    }
    folder = next;
    keys.push(key);
  }
  if (keys.length > 0) yield { folder, keys };
}

/** Where another sweep has written its sightings meanwhile, those are kept: some files only wait longer. */
async function putSightings(
  store: ObjectStore,
  waiting: Readonly<Record<string, string>>,
  etag: string | undefined,
): Promise<void> {
  if (etag === undefined && Object.keys(waiting).length === 0) return;
  try {
    await store.put(unnamedFilesKey, `${JSON.stringify(waiting)}\n`, etag);
  } catch (error) {
    if (!(error instanceof StaleObjectError)) throw error;
  }
}
