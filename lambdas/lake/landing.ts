/** A landing object being read: its bytes, and once they have ended, the version that they were. */
export interface LandingBody {
  readonly body: AsyncIterable<Uint8Array>;
  /** Valid once `body` has ended. On S3 the version id, on a laptop the hash of the content. */
  version(): string;
}

/** One file that the platform exported, wherever it lies. */
export interface LandingObject {
  /** `<dataset>/<path below the data set's folder>`, the same on a laptop and on S3. */
  readonly key: string;
  /** Bytes as stored, before inflating. */
  readonly size: number;
  readonly lastModified: Date;
  /** Whether the object is still the version that a ledger record names. */
  isVersion(version: string): Promise<boolean>;
  open(): Promise<LandingBody>;
}
