import * as z from 'zod';
import { unnamedFilesKey } from '../../glue/prefixes.ts';
import { StaleObjectError } from '../lake/errors.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import { type FileKind, fileKinds } from './file-kinds.ts';

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
