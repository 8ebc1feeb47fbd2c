import type { ListedObject } from './object-store.ts';

/** One version of a file that the platform exported, in a folder or in S3. */
export interface LandingObject {
  /** `<dataset>/<path below the data set's folder>`, the same on a laptop and on S3. */
  readonly key: string;
  /** Bytes as stored, before inflating. */
  readonly size: number;
  readonly lastModified: Date;
  /** On S3 the version id, on a laptop the hash of the content: equal versions have equal bytes. */
  readonly version: string;
  /** The absolute path it is read from, on a laptop; none on S3, where the key is the path. */
  readonly source?: string | undefined;
  /** What it corrects, where a replay was made on this laptop; on S3 only its key marks it as a replay. */
  readonly replay?: ReplayOrigin | undefined;
  /**
   * Opens the bytes of this version. A chunk of them is valid until the next one is asked for.
   *
   * @throws LoadFault `changed_while_read`, at the end of the bytes, where the store cannot pin a version and the object changed meanwhile
   */
  open(): AsyncIterable<Uint8Array>;
}

/** The refused lines that a replay corrects. */
export interface ReplayOrigin {
  readonly landingKey: string;
  /** The version that the lines are of; null where that key was not loaded yet. */
  readonly version: string | null;
  /** The line numbers, in the order of the replay's own lines; null where they are not known. */
  readonly lines: readonly number[] | null;
}

/** The store of landing objects: a bucket or a folder. */
export interface Landing {
  /** The current version of the object; undefined where there is no such object. */
  find(landingKey: string): Promise<LandingObject | undefined>;

  /** The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedObject>;
}
