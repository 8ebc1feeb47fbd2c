import type { DatasetName } from '../../glue/dataset.ts';
import { curatedManifestPrefix } from '../../glue/prefixes.ts';
import { dimensions } from '../../glue/rollups.ts';
import { dimensionManifestKey, dimensionSourcesOf, parseFileKey } from '../lake/keys.ts';
import { readManifest } from '../lake/manifest.ts';
import { mapBounded, requestsAtOnce } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import type { RecentLoads } from './recent-loads.ts';

/**
 * Compares recent loads with what is published of them: live files that a manifest does not name,
 * and files that one names and that are not live any more. A dimension publishes the files it was made of.
 *
 * Manifests are read one after another; what is held of them is the recent loads' files.
 */
export async function findUnpublishedFiles(
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
