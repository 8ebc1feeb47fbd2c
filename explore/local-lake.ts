import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { datasetNames } from '../glue/datasets.ts';
import { rollups } from '../glue/rollups.ts';
import { curatedManifestPrefix, ledgerPrefix, rollupManifestPrefix } from '../lambdas/lake/keys.ts';
import { FolderStore } from '../local/folder-store.ts';
import { readLakeConfiguration } from '../local/lake-configuration.ts';
import { openLakeForReading } from '../local/query-lake.ts';
import { runSideBySide } from './connections.ts';
import { type OpenCopy, openCopy } from './copy/open-copy.ts';
import type { ExploredLake, Moment } from './moment.ts';
import { Remembered } from './remembered.ts';

/** A moment, until nobody uses it and a newer one is there. */
interface Held {
  readonly version: string;
  readonly moment: Omit<Moment, 'copy'> & { copy: Moment['copy'] };
  /** Settled once the copy is there, or cannot be made. */
  readonly copied: Promise<boolean>;
  users: number;
  isOld: boolean;
  endCopying(): void;
  close(): Promise<void>;
}

export interface ExploreOptions {
  /** Whether a copy of the rollup is kept, which answers sooner. @default true */
  readonly copies?: boolean;
  /** How often it is looked whether the lake has changed. @default 2000 */
  readonly lookMs?: number;
  /** How long a question waits for the copy of a lake that has changed, before it is answered as of before. @default 500 */
  readonly patienceMs?: number;
  /** Hears why no copy could be made; all is answered from the lake's own tables then. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Opens the lake in a folder to look at. At first it is answered from its own tables, until a copy of the rollup is
 * built. What is loaded meanwhile is seen once the copy of that is built: until then answers are those of before.
 */
export async function exploreFolder(folder: string, options: ExploreOptions = {}): Promise<ExploredLake> {
  const store = new FolderStore(resolve(folder));
  const { lookMs = 2000, patienceMs = 500 } = options;
  let held = await hold(store, folder, await readVersion(store), options);
  let looked = Date.now();
  let coming: Held | undefined;
  let renewing: Promise<void> | undefined;
  let patience: Promise<void> | undefined;
  let onLeave: (() => void) | undefined;

  async function renew(): Promise<void> {
    const version = await readVersion(store);
    if (version === held.version) return;
    coming = await hold(store, folder, version, options);
    await coming.copied;
    const old = held;
    held = coming;
    coming = undefined;
    old.isOld = true;
    if (old.users === 0) await old.close();
  }

  return {
    name: folder,
    whenCopied: () => held.copied,
    async use(work) {
      if (Date.now() - looked >= lookMs) {
        looked = Date.now();
        if (!renewing) {
          // Where it fails, answers stay those of before, and it is tried again.
          renewing = renew()
            .catch((error: unknown) => options.onError?.(error))
            .finally(() => {
              renewing = undefined;
            });
          patience = wait(patienceMs, undefined, { ref: false });
        }
      }
      await Promise.race([renewing, renewing && patience]);
      const used = held;
      used.users += 1;
      try {
        return await work(used.moment);
      } finally {
        used.users -= 1;
        if (used.isOld && used.users === 0) await used.close();
        onLeave?.();
      }
    },
    async close() {
      coming?.endCopying();
      await renewing;
      // Queries under way have been told to end; the engine is closed once they have.
      while (held.users > 0) {
        await new Promise<void>((resolve) => {
          onLeave = resolve;
        });
      }
      await held.close();
    },
  };
}

async function hold(
  store: FolderStore,
  folder: string,
  version: string,
  { copies = true, onError }: ExploreOptions,
): Promise<Held> {
  const { debits } = await readLakeConfiguration(store);
  const reader = await openLakeForReading(folder);
  const moment: Held['moment'] = {
    engine: 'duckdb',
    debits,
    run: runSideBySide(() => reader.connect()),
    copy: undefined,
    remembered: new Remembered(),
  };
  let copy: OpenCopy | undefined;
  const closing = new AbortController();
  async function makeCopy(): Promise<boolean> {
    try {
      copy = await openCopy(store, closing.signal);
      // One of a rollup that has changed meanwhile is for the next moment.
      if ((await readVersion(store)) !== version) return false;
      moment.copy = copy;
      return true;
    } catch (error) {
      if (!closing.signal.aborted) onError?.(error);
      return false;
    }
  }
  const copied = copies ? makeCopy() : Promise.resolve(false);
  const endCopying = () => closing.abort();
  async function close(): Promise<void> {
    endCopying();
    await copied;
    await copy?.close();
    await reader.close();
  }
  return { version, moment, copied, users: 0, isOld: false, endCopying, close };
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
  // A record is put by a rename, which its folder's time tells of; there may be very many of them.
  for (const dataset of datasetNames) {
    const found = await stat(join(store.root, ledgerPrefix(dataset))).catch(() => undefined);
    hash.update(`${dataset} ${found?.mtimeMs ?? ''}\n`);
  }
  return hash.digest('hex');
}
