import type { LakeQueries } from '../../client/queries/result.ts';
import { QueryCache } from './query-cache.ts';

/** A snapshot of a lake: results computed from it stay right. */
export interface Snapshot extends LakeQueries {
  /** Results of this snapshot. */
  readonly cache: QueryCache;
}

/** A lake that is explored for hours, while loads change it. */
export interface ExploredLake {
  /** The folder or the stack. */
  readonly name: string;
  /**
   * Gives `work` a snapshot, and keeps it open until `work` is done. Where the lake has changed and files of the snapshot
   * are gone, `work` is done again with a newer one.
   */
  use<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** Resolves to whether queries read the sorted cache, once they do or it is known that they will not. */
  whenCached(): Promise<boolean>;
  close(): Promise<void>;
}

/** How long results of a deployed lake are reused: a query costs money, and days are refreshed by the minute. */
const freshMs = 10 * 60_000;

/**
 * A deployed lake to explore. It does not report when it changes: a query is run again after ten minutes.
 *
 * @param name the stack
 */
export function exploreDeployed(name: string, queries: LakeQueries, now = Date.now): ExploredLake {
  const begin = (): Snapshot => ({ ...queries, cache: new QueryCache() });
  let snapshot = begin();
  let begun = now();
  return {
    name,
    async use(work) {
      if (now() - begun > freshMs) {
        snapshot = begin();
        begun = now();
      }
      return work(snapshot);
    },
    whenCached: async () => false,
    async close() {},
  };
}
