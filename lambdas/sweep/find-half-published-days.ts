import { curatedManifestKey, curatedMarkerKey } from '../core/keys.ts';
import { readManifest } from '../core/manifest.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';
import { readPublishedDays } from '../rollup/activity-definition.ts';

/**
 * The days whose activity is of another refresh than their partition of the table `bets`, newest first: a
 * refresh broke off between its two puts, or is between them just now. Its message comes again, but may be
 * lost; and a comparison of the manifests with the ledger does not find such a day, because neither of them
 * names a load that was removed since, though the activity may still include its rows.
 */
export async function findHalfPublishedDays(store: ObjectStore): Promise<string[]> {
  const days: string[] = [];
  for await (const entries of readPublishedDays(store)) {
    const whole = await mapBounded(entries, requestsAtOnce, async ({ owner: date, attempt }) => {
      const { keys } = await readManifest(store, curatedManifestKey('bets', date));
      return keys.includes(curatedMarkerKey('bets', date, attempt));
    });
    days.push(...entries.filter((_, at) => !whole[at]).map(({ owner }) => owner));
  }
  return days.sort().reverse();
}
