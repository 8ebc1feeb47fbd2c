/** One object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
}

/** A small object, read whole, with the ETag on which it can be replaced. */
export interface ReadObject {
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * The object store that a lake is kept in: objects by key, written whole or not at all, and replaced only by a
 * put that is conditional on the ETag that was read. A folder on a laptop, S3 on AWS and a map in tests
 * implement the same contract, which test/core/object-store-contract.ts checks.
 *
 * Keys are relative, `/`-separated, and never begin with `/`.
 */
export interface ObjectStore {
  /** Reads a whole object; undefined where there is none. For records and manifests, not for data files. */
  get(key: string): Promise<ReadObject | undefined>;

  /**
   * Writes a small object, if the object at the key is still the one that was read: `expected` is the ETag that
   * `get` returned, or undefined where there was no object.
   *
   * @returns the new ETag
   * @throws StaleObjectError when the object at the key is another one by now
   */
  put(key: string, body: string | Buffer, expected: string | undefined): Promise<string>;

  /** Stores a local file under a key that was never used before; the local file may be moved, not copied. */
  putFile(key: string, path: string): Promise<void>;

  /** The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedObject>;

  /** Deletes objects; a missing one is no error. */
  delete(keys: readonly string[]): Promise<void>;

  /** Returns local paths at which the engine can read the objects, in the order of the keys. */
  checkout(keys: readonly string[]): Promise<string[]>;

  /** The name of an object in a manifest: `s3://bucket/key` on AWS, the key itself in a folder. */
  toUri(key: string): string;

  /** The key of an object that a manifest names. */
  fromUri(uri: string): string;
}
