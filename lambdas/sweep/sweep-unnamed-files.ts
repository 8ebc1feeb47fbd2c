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

/** Files that are kept in one place and named in one way. */
export interface FileKind {
  readonly prefix: string;
  /** The folder below the prefix that a file is in, where there are such: its date, year or day of load. */
  readonly hasFolders: boolean;
  /** Of files that a converter writes, the data set. */
  readonly convertedFrom?: DatasetName;
  /** Which of the files of one folder a manifest or a record names, as of now. */
  findNamed(store: ObjectStore, folder: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Everything that is written under names used once. */
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

/** A day's manifest names what queries read, the ledger what the next publication will. */
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

/** Those of some files that their loads' records name; each record is read once. */
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

/** What became of the files that nothing names. */
export interface UnnamedFiles {
  readonly removedCount: number;
  /** How many were noted, to be removed once a later sweep sees them unnamed still. */
  readonly waitingCount: number;
}

export interface SweepFilesOptions {
  /** How many unnamed files are noted. @default 100,000 */
  readonly most?: number;
  /** Called with every file that is there, so that nobody else needs to list them. @default nothing */
  readonly onFile?: (kind: FileKind, key: string) => void;
}

/** Files that were seen unnamed, and when they first were. */
const sightings = z.record(z.string(), z.iso.datetime());

/**
 * Removes the data files that no record and no manifest names: what crashed, lost or replaced attempts left.
 * A file goes once it is older than `minAgeMs` and was seen unnamed by a sweep at least that long ago as well:
 * the first, so that whoever wrote it has named it or never will; the second, so that whoever began to read it
 * while it was still named has ended.
 *
 * Why the order (list, then read what names) is safe. A file is written before it is named, and named within
 * one run of a function; one that is listed at that age has been named already or never will be, so a record
 * or manifest that is read after the listing says for good that it does not count: names are used once, and
 * what was taken out of a record is never put back. Read before the listing, a record could be from before the
 * file was named. A manifest may name a file once more that a record has just let go, because a rollup looked
 * at the record before; that rollup ends within a run of a function, and the later sweep sees what it did.
 *
 * Memory is bounded: some thousands of files are looked at together, and no more than a number are noted. Of more
 * that nothing names the others wait until there is room for them, so a day removes that number.
 *
 * @param minAgeMs longer than any function or query runs: a day in the cloud; 0 only where nothing else is at work
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
  // What was noted keeps its place, or what is found anew would make it wait from the beginning.
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

/** The files of a kind that are old enough, those of one folder together, some thousands at most; listed before they are given. */
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

/** Where another sweep ran meanwhile, its sightings stand: it only makes some files wait longer. */
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

/** What is noted is read into memory and written as a whole: about 15 MB. */
const mostSightings = 100_000;
const filesAtOnce = 10_000;
