import type { DatasetName } from '../../glue/schema.ts';
import { findDataset, isMarker } from '../convert/find-dataset.ts';
import { toLoadId, unsupportedKeyRecord } from '../core/keys.ts';
import type { Landing } from '../core/landing.ts';
import { readLoadRecord } from '../core/ledger.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/**
 * Finds landing objects of a data set that the ledger does not know in the version that stands, because an
 * event was lost or its message given up. Memory is bounded by a thousand keys; the listing reads every key of
 * the data set, which costs S3 one request a thousand.
 *
 * @param since objects last modified before are passed over
 * @returns pages of keys, for whoever sends them on
 */
export async function* findUnreadObjects(
  landing: Landing,
  store: ObjectStore,
  dataset: DatasetName,
  since: Date,
): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const { key, size, lastModified } of landing.list(`${dataset}/`)) {
    if (lastModified < since || isMarker(key, size)) continue;
    page.push(key);
    if (page.length < pageKeys) continue;
    yield await keepUnread(landing, store, page);
    page = [];
  }
  yield await keepUnread(landing, store, page);
}

async function keepUnread(landing: Landing, store: ObjectStore, keys: readonly string[]): Promise<string[]> {
  const unread = await mapBounded(keys, requestsAtOnce, (key) => isUnread(landing, store, key));
  return keys.filter((_, index) => unread[index]);
}

/** The record is read before the object is looked at: a load that ends in between can only make it newer. */
async function isUnread(landing: Landing, store: ObjectStore, landingKey: string): Promise<boolean> {
  const dataset = findDataset(landingKey);
  if (!dataset) return !(await store.get(unsupportedKeyRecord(toLoadId(landingKey))));
  const found = await readLoadRecord(store, dataset.name, landingKey);
  if (!found) return true;
  const object = await landing.find(landingKey);
  if (!object) return false;
  const { object_version, error_version } = found.record;
  return object.version !== object_version && object.version !== error_version;
}

const pageKeys = 1000;
