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
  /** The absolute path it is read from, on a laptop; none on S3, where the key says it. */
  readonly source?: string | undefined;
  /** What it corrects, where it is a replay that knows; on S3 the key alone says that it is one. */
  readonly replay?: ReplayOrigin | undefined;
  /**
   * Opens the bytes of this very version.
   *
   * @throws LoadFault `changed_while_read`, at the end of the bytes, where the version cannot be held still
   */
  open(): AsyncIterable<Uint8Array>;
}

/** The refused lines that a replay corrects. */
export interface ReplayOrigin {
  readonly landingKey: string;
  /** The version whose lines they are; null where that key has none yet. */
  readonly version: string | null;
  /** Their numbers, in the order of the replay's own lines; null where nobody knows. */
  readonly lines: readonly number[] | null;
}

/** Where landing objects lie. */
export interface Landing {
  /** The object as it is now; undefined where there is none, or none any more. */
  find(landingKey: string): Promise<LandingObject | undefined>;

  /** The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedObject>;
}
