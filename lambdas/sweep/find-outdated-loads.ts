import type { DatasetName } from '../../glue/dataset.ts';
import { curatedFilesPrefix, ledgerKey, parseFileKey, quarantineFilesPrefix } from '../lake/keys.ts';
import type { Landing } from '../lake/landing.ts';
import { readRecordAt } from '../lake/ledger.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/**
 * Finds landing objects whose rows or refused lines another converter wrote than today's, by the names of the files
 * that are there: they are to be read again. Nothing is noted of them; as long as there are such files, they are
 * found.
 *
 * Of more than `most` loads some are chosen by chance, each run others, so that those which cannot be read again,
 * because their landing objects are gone, keep none waiting for ever.
 *
 * @param converter the id of today's converter of the data set
 * @returns landing keys, at most `most`
 */
export async function findOutdatedLoads(
  store: ObjectStore,
  landing: Landing,
  dataset: DatasetName,
  converter: string,
  most: number,
): Promise<string[]> {
  const chosen = await chooseOutdated(store, dataset, converter, most);
  const keys = await mapBounded([...chosen], lookupsAtOnce, async (loadId) => {
    const record = (await readRecordAt(store, ledgerKey(dataset, loadId)))?.record;
    // What no record names is on its way out, or in; where a newer version was refused, it would be again.
    if (record?.status !== 'loaded' || record.converter === converter) return [];
    return (await landing.find(record.landing_key)) ? [record.landing_key] : [];
  });
  return keys.flat();
}

/** Load ids of files by other converters; of too many, as good as any (reservoir sampling). */
async function chooseOutdated(
  store: ObjectStore,
  dataset: DatasetName,
  converter: string,
  most: number,
): Promise<ReadonlySet<string>> {
  const chosen: string[] = [];
  const has = new Set<string>();
  let seen = 0;
  for (const prefix of [curatedFilesPrefix(dataset), quarantineFilesPrefix(dataset)]) {
    for await (const { key } of store.list(prefix)) {
      const { owner, version } = parseFileKey(key);
      if (owner === 'published' || version === converter || has.has(owner)) continue;
      seen++;
      const place = chosen.length < most ? chosen.length : Math.floor(Math.random() * seen);
      if (place >= most) continue;
      const replaced = chosen[place];
      if (replaced !== undefined) has.delete(replaced);
      chosen[place] = owner;
      has.add(owner);
    }
  }
  return has;
}

const lookupsAtOnce = 32;
