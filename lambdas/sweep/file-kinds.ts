import { datasetNames } from '../../glue/datasets/index.ts';
import { curatedFilesPrefix, quarantineFilesPrefix, rollupFilesPrefix } from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import {
  activityManifestKey,
  curatedManifestKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  parseFileKey,
} from '../core/keys.ts';
import { readRecordAt } from '../core/ledger.ts';
import { readManifest } from '../core/manifest.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** A kind of files: those below one prefix, which are named in one way. */
export interface FileKind {
  readonly prefix: string;
  /** Whether files are in folders below the prefix, named after a date, a year or a day of load. */
  readonly hasFolders: boolean;
  /** The data set of files that a converter writes. */
  readonly convertedFrom?: DatasetName;
  /** The files of one folder that a manifest or a record names now. */
  findNamed(store: ObjectStore, folder: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** All kinds of files that are written under names used once. */
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

/** A day's manifest names the published files, the ledger those that the next publication will name. */
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

/** The files that the records of their loads name; each record is read once. */
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
