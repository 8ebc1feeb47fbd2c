import type { DatasetName } from '../../glue/dataset.ts';
import { datasetNames } from '../../glue/datasets.ts';
import { curatedFilesPrefix, quarantineFilesPrefix, rollupFilesPrefix } from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups.ts';
import {
  activityManifestKey,
  curatedManifestKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  parseFileKey,
} from '../lake/keys.ts';
import { readRecordAt } from '../lake/ledger.ts';
import { readManifest } from '../lake/manifest.ts';
import { mapBounded, requestsAtOnce } from '../lake/map-bounded.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** Files that are kept in one place and named in one way. */
export interface FileKind {
  readonly prefix: string;
  /** The folder below the prefix that a file is in, where there are such: its date, year or day of load. */
  readonly hasFolders: boolean;
  /** Of files that a converter writes, the data set. */
  readonly convertedFrom?: DatasetName;
  /** Which of the files of one folder a manifest or a record names, as of now. */
  findNamed(store: ObjectStore, folder: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Everything that is written under names used once. */
export const fileKinds: readonly FileKind[] = [
  ...datasetNames.flatMap((dataset) => [toCurated(dataset), toQuarantine(dataset)]),
  {
    prefix: rollupFilesPrefix(activity.name),
    hasFolders: true,
    findNamed: async (store, year) => new Set((await readManifest(store, activityManifestKey(year))).keys),
  },
  ...dimensions.map(({ name }) => ({
    prefix: rollupFilesPrefix(name),
    hasFolders: false,
    findNamed: async (store: ObjectStore) => {
      const { keys } = await readManifest(store, dimensionManifestKey(name));
      return new Set([...keys, ...keys.map(dimensionSourcesOf)]);
    },
  })),
];

/** A day's manifest names what queries read, the ledger what the next publication will. */
function toCurated(dataset: DatasetName): FileKind {
  return {
    prefix: curatedFilesPrefix(dataset),
    hasFolders: true,
    convertedFrom: dataset,
    async findNamed(store, date, keys) {
      const published = new Set((await readManifest(store, curatedManifestKey(dataset, date))).keys);
      const others = keys.filter((key) => !published.has(key) && parseFileKey(key).owner !== 'published');
      return new Set([...published, ...(await findRecorded(store, dataset, others))]);
    },
  };
}

function toQuarantine(dataset: DatasetName): FileKind {
  return {
    prefix: quarantineFilesPrefix(dataset),
    hasFolders: true,
    convertedFrom: dataset,
    findNamed: async (store, _, keys) => new Set(await findRecorded(store, dataset, keys)),
  };
}

/** Those of some files that their loads' records name; each record is read once. */
async function findRecorded(
  store: ObjectStore,
  dataset: DatasetName,
  keys: readonly string[],
): Promise<string[]> {
  const owners = [...new Set(keys.map((key) => parseFileKey(key).owner))];
  const named = await mapBounded(owners, requestsAtOnce, async (owner) => {
    const found = await readRecordAt(store, ledgerKey(dataset, owner));
    return found ? [...found.record.files.map(({ key }) => key), found.record.quarantine_key] : [];
  });
  return named.flat().filter((key) => key !== null);
}
