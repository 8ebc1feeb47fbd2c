import type { LakeQueries } from '../query/lake-queries.ts';
import type { ExploredLake, Moment } from './moment.ts';
import { Remembered } from './remembered.ts';

/** How long answers of a deployed lake are given again: a query costs money, and rollups come by the minute. */
const freshMs = 10 * 60_000;

/**
 * A deployed lake to look at. It does not say when it changes: what was asked is asked again after ten minutes.
 *
 * @param name the stack
 */
export function exploreDeployed(name: string, queries: LakeQueries, now = Date.now): ExploredLake {
  const begin = (): Moment => ({ ...queries, copy: undefined, remembered: new Remembered() });
  let moment = begin();
  let begun = now();
  return {
    name,
    async use(work) {
      if (now() - begun > freshMs) {
        moment = begin();
        begun = now();
      }
      return work(moment);
    },
    whenCopied: async () => false,
    async close() {},
  };
}
