/** One object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
}

/** A small object read whole, with the ETag that a later put can rest on. */
export interface ReadObject {
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * What the lake is kept in: objects by key, written whole or not at all, replaced only on the ETag that was
 * read before. A folder on a laptop, S3 in the cloud and a map in tests keep one contract,
 * which test/core/object-store-contract.ts holds them to.
 *
 * Keys are relative, `/`-separated, and never begin with `/`.
 */
export interface ObjectStore {
  /** The whole object, or undefined where there is none; for records and manifests, not for data. */
  get(key: string): Promise<ReadObject | undefined>;

  /**
   * Writes a small object if what stands there is still what was read: `expected` is the ETag that `get`
   * gave, or undefined where there was no object.
   *
   * @returns the new ETag
   * @throws StaleObjectError when something else stands there now
   */
  put(key: string, body: string | Buffer, expected: string | undefined): Promise<string>;

  /** Moves a local file into the store under a key that was never used before; the file may be gone after. */
  putFile(key: string, path: string): Promise<void>;

  /** The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedObject>;

  /** Removes objects; one that is not there is no error. */
  delete(keys: readonly string[]): Promise<void>;

  /** Local paths at which the engine can read the objects, in the same order. */
  checkout(keys: readonly string[]): Promise<string[]>;

  /** How a manifest names the object: `s3://bucket/key` in the cloud, the key itself in a folder. */
  toUri(key: string): string;

  /** The key of an object that a manifest names. */
  fromUri(uri: string): string;
}
