import type { DatasetName } from '../../glue/schema.ts';
import { findDataset, isMarker } from '../convert/find-dataset.ts';
import { toLoadId, unsupportedKeyRecord } from '../core/keys.ts';
import type { Landing } from '../core/landing.ts';
import { readLoadRecord } from '../core/ledger.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

const pageKeys = 1000;

/**
 * Finds landing objects of a data set whose current version the ledger does not know, because an event was lost
 * or its message given up, or which another converter than the current one has refused. Memory is bounded by a
 * thousand keys; the listing reads every key of the data set, one request for each thousand.
 *
 * @param since objects that were last modified before it are skipped
 * @param converters the id of the current converter of each data set
 * @returns pages of keys
 */
export async function* findUnreadObjects(
  landing: Landing,
  store: ObjectStore,
  dataset: DatasetName,
  since: Date,
  converters: Readonly<Record<DatasetName, string>>,
): AsyncGenerator<string[]> {
  let page: string[] = [];
  const keepUnread = async (keys: readonly string[]) => {
    const unread = await mapBounded(keys, requestsAtOnce, (key) => isUnread(landing, store, key, converters));
    return keys.filter((_, index) => unread[index]);
  };
  for await (const { key, size, lastModified } of landing.list(`${dataset}/`)) {
    if (lastModified < since || isMarker(key, size)) continue;
    page.push(key);
    if (page.length < pageKeys) continue;
    yield await keepUnread(page);
    page = [];
  }
  yield await keepUnread(page);
}

/** The record is read before the object is found: a load that is committed in between only makes the record newer. */
async function isUnread(
  landing: Landing,
  store: ObjectStore,
  landingKey: string,
  converters: Readonly<Record<DatasetName, string>>,
): Promise<boolean> {
  const dataset = findDataset(landingKey);
  if (!dataset) return !(await store.get(unsupportedKeyRecord(toLoadId(landingKey))));
  const found = await readLoadRecord(store, dataset.name, landingKey);
  if (!found) return true;
  const object = await landing.find(landingKey);
  if (!object) return false;
  const { object_version, error_version, error_converter } = found.record;
  if (object.version !== error_version) return object.version !== object_version;
  // A refusal may depend on the first date and the limits. One without a converter is for a person to end.
  return error_converter !== null && error_converter !== converters[dataset.name];
}
