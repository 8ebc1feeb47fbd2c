import * as z from 'zod';
import { unnamedFilesKey } from '../../glue/prefixes.ts';
import { StaleObjectError } from '../core/errors.ts';
import type { ObjectStore } from '../core/object-store.ts';
import { type FileKind, fileKinds } from './file-kinds.ts';

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
