import type { ListedObject } from './object-store.ts';

/** One file that the platform exported, wherever it lies, as one version of it. */
export interface LandingObject {
  /** `<dataset>/<path below the data set's folder>`, the same on a laptop and on S3. */
  readonly key: string;
  /** Bytes as stored, before inflating. */
  readonly size: number;
  readonly lastModified: Date;
  /** On S3 the version id, on a laptop the hash of the content: equal versions have equal bytes. */
  readonly version: string;
  /**
   * Opens the bytes of this very version.
   *
   * @throws LoadFault `changed_while_read`, at the end of the bytes, where the version cannot be held still
   */
  open(): AsyncIterable<Uint8Array>;
}

/** Where landing objects lie. */
export interface Landing {
  /** The object as it is now; undefined where there is none, or none any more. */
  find(landingKey: string): Promise<LandingObject | undefined>;

  /** The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedObject>;
}
