import type { ObjectStore } from './object-store.ts';

/**
 * A manifest: the object that names the files a query reads, one URI a line, in Hive's symlink format.
 * Putting it publishes all of them at once.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html
 */
export interface Manifest {
  /** Keys of the files that count, sorted. */
  readonly keys: readonly string[];
  /** What the next put rests on; undefined where there is no manifest yet. */
  readonly etag: string | undefined;
}

export async function readManifest(store: ObjectStore, manifestKey: string): Promise<Manifest> {
  const object = await store.get(manifestKey);
  if (!object) return { keys: [], etag: undefined };
  const lines = object.body.toString('utf8').split('\n').filter(Boolean);
  return { keys: lines.map((line) => store.fromUri(line)).sort(), etag: object.etag };
}

/**
 * Publishes `keys` in place of what the manifest named.
 *
 * No two publications may name the same set of files, or the manifest would come back to an ETag it once
 * had and an older computation could still win: callers put a file with a new name into every one.
 *
 * @throws StaleObjectError when the manifest is not the one that was read any more
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
