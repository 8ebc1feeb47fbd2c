import type { ObjectStore } from './object-store.ts';

/**
 * A manifest: the object that names the files a query reads, one URI a line, in Hive's symlink format.
 * Putting it publishes all of them at once.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html
 */
export interface Manifest {
  /** Keys of the published files, sorted. */
  readonly keys: readonly string[];
  /** The ETag to put the next manifest on; undefined where there is none yet. */
  readonly etag: string | undefined;
}

export async function readManifest(store: ObjectStore, manifestKey: string): Promise<Manifest> {
  const object = await store.get(manifestKey);
  if (!object) return { keys: [], etag: undefined };
  const lines = object.body.toString('utf8').split('\n').filter(Boolean);
  return { keys: lines.map((line) => store.fromUri(line)).sort(), etag: object.etag };
}

/**
 * Publishes `keys` in place of the files that the manifest named.
 *
 * Every manifest must differ from all earlier ones: with the same files it would have an earlier ETag again,
 * and an older computation could still replace it. So callers add a file with a new name to each.
 *
 * @throws StaleObjectError when the manifest was replaced since it was read
 */
export async function putManifest(
  store: ObjectStore,
  manifestKey: string,
  keys: readonly string[],
  expected: string | undefined,
): Promise<string> {
  const lines = [...keys].sort().map((key) => `${store.toUri(key)}\n`);
  return store.put(manifestKey, lines.join(''), expected);
}
