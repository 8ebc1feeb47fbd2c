import { curatedManifestPrefix } from '../../glue/prefixes.ts';
import { dimensions } from '../../glue/rollups/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import type { Invalidation } from '../core/invalidations.ts';
import {
  dateOfCuratedFile,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  parseFileKey,
} from '../core/keys.ts';
import { listLoadRecords, type ReadRecord, readRecordAt } from '../core/ledger.ts';
import { readManifest } from '../core/manifest.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** Loads whose records were written recently, and those of them with days that are still to be refreshed. */
export interface RecentLoads {
  readonly byLoadId: ReadonlyMap<string, RecentLoad>;
  readonly pending: readonly ReadRecord[];
}

/** About 100 MiB with two dates each; all manifests are read once for each page. */
const loadsAtOnce = 50_000;

/**
 * Lists the loads whose records were written since a time, in pages: a week of small files may be more than a
 * function's memory holds.
 */
export async function* listRecentLoads(
  store: ObjectStore,
  dataset: DatasetName,
  since: Date,
): AsyncGenerator<RecentLoads> {
  let byLoadId = new Map<string, RecentLoad>();
  let pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset, since)) {
    const { load_id, attempt, files, invalidations } = read.record;
    const keys = new Set(files.map(({ key }) => key));
    byLoadId.set(load_id, { attempt, since: toLoadTime(read), files: keys });
    if (invalidations.length > 0) pending.push(read);
    if (byLoadId.size < loadsAtOnce) continue;
    yield { byLoadId, pending };
    byLoadId = new Map();
    pending = [];
  }
  if (byLoadId.size > 0) yield { byLoadId, pending };
}

/** Days whose published files lack a live load or include a replaced one. */
export interface UnprocessedInvalidations {
  /** Those of loads that had enough time to be refreshed. */
  readonly invalidations: readonly Invalidation[];
  /** The records among them that still name days to send. */
  readonly pending: readonly ReadRecord[];
  /** How long the oldest load has waited, including loads that are probably being refreshed; 0 where none waits. */
  readonly oldestSeconds: number;
}

/**
 * Finds the invalidations of some loads that were never sent, or sent and lost: by their records and by the
 * manifests.
 *
 * @param settledMs how long a load is left alone: its invalidation may still be waiting or be processed
 */
export async function findUnprocessedInvalidations(
  store: ObjectStore,
  dataset: DatasetName,
  loads: RecentLoads,
  { now, settledMs }: { readonly now: Date; readonly settledMs: number },
): Promise<UnprocessedInvalidations> {
  const found = new Map<string, Invalidation>();
  const pending: ReadRecord[] = [];
  let oldestMs = 0;
  const wait = (invalidation: Invalidation, time: Date) => {
    const waitedMs = Math.max(0, now.getTime() - time.getTime());
    oldestMs = Math.max(oldestMs, waitedMs);
    // Of several loads of a day, one is sent: the refresh reads all of them.
    if (waitedMs >= settledMs) found.set(invalidation.date, invalidation);
    return waitedMs >= settledMs;
  };
  for (const read of loads.pending) {
    const { load_id, attempt, invalidations } = read.record;
    const time = toLoadTime(read);
    const isLate = invalidations.map((date) => wait({ dataset, date, load_id, attempt }, time));
    if (isLate.some(Boolean)) pending.push(read);
  }
  for (const key of await findUnpublishedFiles(store, dataset, loads)) {
    const { owner: load_id } = parseFileKey(key);
    const load = loads.byLoadId.get(load_id);
    // Where a load was replaced since its record was read, the manifests may name the files of its replacement.
    const current = await readRecordAt(store, ledgerKey(dataset, load_id));
    if (!load || current?.record.attempt !== load.attempt) continue;
    wait({ dataset, date: dateOfCuratedFile(key), load_id, attempt: load.attempt }, load.since);
  }
  return { invalidations: [...found.values()], pending, oldestSeconds: Math.round(oldestMs / 1000) };
}

/** The live files of a load, and since when they are live. */
interface RecentLoad {
  readonly attempt: string;
  /** When the attempt began. */
  readonly since: Date;
  readonly files: ReadonlySet<string>;
}

/** When the files of a record became live, or shortly before. */
function toLoadTime({ record }: ReadRecord): Date {
  return new Date(`${record.loaded_dt.replace(' ', 'T')}Z`);
}

/**
 * Compares recent loads with the manifests: finds live files that are not published, and published files that
 * are no longer live. The published files of a dimension are those that it was computed from.
 *
 * Manifests are read one after another; only the files of recent loads are held in memory.
 */
async function findUnpublishedFiles(
  store: ObjectStore,
  dataset: DatasetName,
  { byLoadId }: RecentLoads,
): Promise<string[]> {
  const found = new Set<string>();
  for (const readPublished of [readCurated, ...dimensionReaders(dataset)]) {
    const published = new Set<string>();
    for await (const keys of readPublished(store, dataset)) {
      for (const key of keys) {
        const load = byLoadId.get(parseFileKey(key).owner);
        if (load?.files.has(key)) published.add(key);
        else if (load) found.add(key);
      }
    }
    for (const { files } of byLoadId.values()) {
      for (const key of files) if (!published.has(key)) found.add(key);
    }
  }
  return [...found].sort();
}

type ReadPublished = (store: ObjectStore, dataset: DatasetName) => AsyncGenerator<readonly string[]>;

async function* readCurated(store: ObjectStore, dataset: DatasetName): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  const readPage = () => mapBounded(page, requestsAtOnce, (key) => readManifest(store, key));
  for await (const { key } of store.list(curatedManifestPrefix(dataset))) {
    page.push(key);
    if (page.length < requestsAtOnce) continue;
    for (const { keys } of await readPage()) yield keys;
    page = [];
  }
  for (const { keys } of await readPage()) yield keys;
}

function dimensionReaders(dataset: DatasetName): ReadPublished[] {
  const ofDataset = dimensions.filter((dimension) => dimension.dataset.name === dataset);
  return ofDataset.map(
    ({ name }) =>
      async function* (store) {
        const [key] = (await readManifest(store, dimensionManifestKey(name))).keys;
        const sources = key && (await store.get(dimensionSourcesOf(key)));
        if (sources) yield JSON.parse(sources.body.toString('utf8')) as string[];
      },
  );
}
