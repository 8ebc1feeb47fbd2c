import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FolderStore } from '../../client/local/folder-store.ts';
import { readLakeConfiguration } from '../../client/local/lake-configuration.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import type { LakeQueries, Value } from '../../client/queries/result.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { curatedManifestPrefix, ledgerPrefix, rollupManifestPrefix } from '../../glue/prefixes.ts';
import { rollups } from '../../glue/rollups/index.ts';
import { ActivityCache, listActivityYears } from './activity-cache.ts';
import type { ExploredLake, Snapshot } from './explored-lake.ts';
import { QueryCache } from './query-cache.ts';

export interface ExploreOptions {
  /** Whether activity is cached, sorted, which queries read sooner. @default true */
  readonly caches?: boolean;
  /** How often it is checked whether the lake has changed. @default 2000 */
  readonly checkMs?: number;
  /** How long a query waits for the cache of a lake that has changed, before it reads the former snapshot. @default 500 */
  readonly patienceMs?: number;
  /** Receives why there is no cache, or why a changed lake could not be opened: the next query tries again. */
  readonly onError?: (error: unknown) => void;
}

/** A snapshot with its engine, open until it is retired and nobody uses it. */
interface OpenSnapshot {
  readonly version: string;
  readonly snapshot: Snapshot;
  /** Resolves once queries read the cache, or will not. */
  readonly cached: Promise<boolean>;
  users: number;
  isRetired: boolean;
  close(): Promise<void>;
}

/** How many times in a row a lake may change, and its former files go, under one query. */
const mostAttempts = 5;

/**
 * Opens the lake in a folder to explore. Later loads show once their activity is cached: until then queries read the
 * former snapshot, or the new one from the lake's own files where those of the former are gone.
 */
export async function exploreFolder(folder: string, options: ExploreOptions = {}): Promise<ExploredLake> {
  const store = new FolderStore(resolve(folder));
  const { checkMs = 2000, patienceMs = 500, caches = true, onError } = options;
  const cache = caches ? await ActivityCache.create() : undefined;
  const snapshots = new Set<OpenSnapshot>();
  const open = async (): Promise<OpenSnapshot> => {
    const opened = await openSnapshot(store, cache, onError);
    snapshots.add(opened);
    return opened;
  };
  let current = await open().catch(async (error: unknown) => {
    await cache?.remove();
    throw error;
  });
  let checked = Date.now();
  let refreshing: Refreshing | undefined;
  let onLeave: (() => void) | undefined;
  let isClosed = false;

  async function close(snapshot: OpenSnapshot): Promise<void> {
    await snapshot.close();
    snapshots.delete(snapshot);
  }

  async function show(next: OpenSnapshot): Promise<void> {
    if (isClosed || next.isRetired || current === next) return;
    const old = current;
    current = next;
    old.isRetired = true;
    if (old.users === 0) await close(old);
  }

  function refresh(): Refreshing {
    checked = Date.now();
    if (refreshing) return refreshing;
    const opened = (async () => ((await readVersion(store)) === current.version ? undefined : open()))();
    const finish = async () => {
      try {
        const next = await opened;
        await next?.cached;
        if (next) await show(next);
      } catch (error) {
        onError?.(error);
      } finally {
        if (refreshing === started) refreshing = undefined;
      }
    };
    const started = { opened, done: finish() };
    refreshing = started;
    return started;
  }

  /** Whether to try again: the lake has changed since this snapshot, and a newer one is there as far as can be. */
  async function overtake(used: OpenSnapshot): Promise<boolean> {
    if (isClosed) return false;
    if (current !== used) return true;
    if ((await readVersion(store)) === used.version) return false;
    const started = refresh();
    // One that fails because the lake changes again is reported by the refresh, and opened anew by the next attempt.
    const next = await started.opened.catch(() => undefined);
    if (next && current === used) await show(next);
    if (refreshing === started) refreshing = undefined;
    return true;
  }

  async function attempt<T>(used: OpenSnapshot, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    used.users += 1;
    try {
      return await work(used.snapshot);
    } finally {
      used.users -= 1;
      if (used.isRetired && used.users === 0) await close(used);
      onLeave?.();
    }
  }

  return {
    name: folder,
    whenCached: () => current.cached,
    async use(work) {
      if (Date.now() - checked >= checkMs) refresh();
      if (refreshing) {
        await Promise.race([refreshing.done, wait(patienceMs, undefined, { ref: false })]);
      }
      for (let attempts = 1; ; attempts++) {
        const used = current;
        try {
          return await attempt(used, work);
        } catch (error) {
          if (attempts === mostAttempts || !(await overtake(used))) throw error;
        }
      }
    },
    async close() {
      isClosed = true;
      await refreshing?.opened.catch(() => undefined);
      for (const snapshot of snapshots) {
        // Queries under way have been aborted; the engine is closed once they have ended.
        while (snapshot.users > 0) {
          await new Promise<void>((resolve) => {
            onLeave = resolve;
          });
        }
        await close(snapshot);
      }
      await cache?.remove();
    },
  };
}

/** A refresh under way: `opened` resolves before the new snapshot's cache is there, undefined where nothing has changed. */
interface Refreshing {
  readonly opened: Promise<OpenSnapshot | undefined>;
  readonly done: Promise<void>;
}

async function openSnapshot(
  store: FolderStore,
  cache: ActivityCache | undefined,
  onError: ExploreOptions['onError'],
): Promise<OpenSnapshot> {
  const version = await readVersion(store);
  const { debits } = await readLakeConfiguration(store);
  const years = cache ? await listActivityYears(store) : [];
  const reader = await openLakeForReading(store.root, cache ? [cache.folder] : []);
  const snapshot: Snapshot = {
    engine: 'duckdb',
    debits,
    run: runSideBySide(() => reader.connect()),
    cache: new QueryCache(),
  };
  const closing = new AbortController();
  cache?.hold(years);
  async function fill(): Promise<boolean> {
    if (!cache) return false;
    try {
      // The tables and the cached years must be of one snapshot.
      if ((await readVersion(store)) !== version) return false;
      const connection = await reader.connect();
      const interrupt = () => connection.interrupt();
      closing.signal.addEventListener('abort', interrupt);
      try {
        closing.signal.throwIfAborted();
        await cache.use(connection, years);
      } finally {
        closing.signal.removeEventListener('abort', interrupt);
        connection.closeSync();
      }
      return true;
    } catch (error) {
      if (!closing.signal.aborted) onError?.(error);
      return false;
    }
  }
  const cached = fill();
  let closed: Promise<void> | undefined;
  return {
    version,
    snapshot,
    cached,
    users: 0,
    isRetired: false,
    close() {
      closed ??= (async () => {
        closing.abort();
        await cached;
        await reader.close();
        await cache?.release(years);
      })();
      return closed;
    },
  };
}

/** Runs queries side by side, each on a connection that is its own until its rows are read. */
function runSideBySide(connect: () => Promise<DuckDBConnection>): LakeQueries['run'] {
  const idle: DuckDBConnection[] = [];
  return async (sql, signal) => {
    const connection = idle.pop() ?? (await connect());
    try {
      const { columns, batches } = await runDuckDb(connection, sql, signal);
      async function* thenIdle(): AsyncGenerator<readonly (readonly Value[])[]> {
        try {
          yield* batches;
        } finally {
          idle.push(connection);
        }
      }
      return { columns, batches: thenIdle() };
    } catch (error) {
      idle.push(connection);
      throw error;
    }
  };
}

/** Changes whenever a load or a rollup has committed: all that a query reads is named by manifests and records. */
async function readVersion(store: FolderStore): Promise<string> {
  const hash = createHash('sha256');
  const prefixes = [
    ...rollups.map(({ name }) => rollupManifestPrefix(name)),
    ...datasetNames.map(curatedManifestPrefix),
  ];
  for (const prefix of prefixes) {
    for await (const { key, size, lastModified } of store.list(prefix)) {
      hash.update(`${key} ${size} ${lastModified.getTime()}\n`);
    }
  }
  // A record is put by a rename, which changes its folder's time; there may be too many records to list.
  for (const dataset of datasetNames) {
    const found = await stat(join(store.root, ledgerPrefix(dataset))).catch(() => undefined);
    hash.update(`${dataset} ${found?.mtimeMs ?? ''}\n`);
  }
  return hash.digest('hex');
}
