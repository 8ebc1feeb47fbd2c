import { createHash, randomBytes } from 'node:crypto';
import { accessDenied, preconditionFailed, s3Fault } from './cloud-faults.ts';
import { KeyOrder } from './key-order.ts';

/** One version of an object, or the mark of a deletion. */
export interface StoredVersion {
  readonly key: string;
  /** `null` in a bucket that keeps no versions. */
  readonly versionId: string;
  readonly body: Buffer;
  /** The MD5 of the content, in quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly metadata: Readonly<Record<string, string>>;
  readonly deleted: boolean;
}

export interface Condition {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** What a bucket notifies its subscribers of. */
export type CreationListener = (version: StoredVersion, eventName: string) => void;

/** A bucket's objects with all their versions. */
export class MemoryBucket {
  readonly name: string;
  readonly versioned: boolean;
  /** Keys that have, or had, an object, in the order of their UTF-8 bytes. */
  readonly keys = new KeyOrder();
  readonly listeners: CreationListener[] = [];
  readonly #now: () => Date;
  readonly #versions = new Map<string, StoredVersion[]>();

  constructor(name: string, versioned: boolean, now: () => Date) {
    this.name = name;
    this.versioned = versioned;
    this.#now = now;
  }

  /** All versions of a key, oldest first. */
  versions(key: string): readonly StoredVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** What a GET without a version gives; undefined where the newest version is a deletion. */
  current(key: string): StoredVersion | undefined {
    const newest = this.versions(key).at(-1);
    return newest?.deleted ? undefined : newest;
  }

  /** The keys that a listing would show. */
  currentKeys(prefix = ''): string[] {
    return [...this.keys.from(prefix)].filter((key) => key.startsWith(prefix) && this.current(key));
  }

  /** Writes without any call being counted, as someone outside of the test's subject would. */
  put(
    key: string,
    content: string | Uint8Array,
    { ifMatch, ifNoneMatch }: Condition = {},
    metadata: Readonly<Record<string, string>> = {},
    eventName = 'ObjectCreated:Put',
  ): StoredVersion {
    const current = this.current(key);
    if (ifNoneMatch !== undefined && current) throw preconditionFailed();
    if (ifMatch !== undefined && !current) throw noSuchKey();
    if (ifMatch !== undefined && !isSameEtag(current?.etag, ifMatch)) throw preconditionFailed();
    const body = Buffer.from(content);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const version = this.#add({ key, body, etag, metadata, deleted: false });
    for (const listener of this.listeners) listener(version, eventName);
    return version;
  }

  /** Marks a key as deleted, or takes out one version for good. */
  remove(key: string, versionId?: string | undefined): void {
    const versions = this.#versions.get(key);
    if (versionId !== undefined) {
      const left = versions?.filter((version) => version.versionId !== versionId) ?? [];
      this.#versions.set(key, left);
    } else if (this.versioned) {
      this.#add({ key, body: Buffer.alloc(0), etag: '""', metadata: {}, deleted: true });
    } else {
      this.#versions.delete(key);
    }
  }

  /**
   * What a GET or HEAD finds.
   *
   * @param mayList whether an absent key may be distinguished from one that is out of bounds
   */
  find(
    key: string,
    versionId: string | undefined,
    ifMatch: string | undefined,
    mayList: boolean,
  ): StoredVersion {
    const version =
      versionId === undefined
        ? this.current(key)
        : this.versions(key).find((candidate) => candidate.versionId === versionId);
    if (!version && !mayList) throw accessDenied();
    if (!version) throw versionId === undefined ? noSuchKey() : noSuchVersion();
    if (version.deleted) throw s3Fault('MethodNotAllowed', 405, 'The specified method is not allowed');
    if (ifMatch !== undefined && !isSameEtag(version.etag, ifMatch)) throw preconditionFailed();
    return version;
  }

  #add(content: Omit<StoredVersion, 'versionId' | 'lastModified'>): StoredVersion {
    const versionId = this.versioned ? randomBytes(16).toString('base64url') : 'null';
    const version = { ...content, versionId, lastModified: this.#now() };
    const before = this.versioned ? (this.#versions.get(content.key) ?? []) : [];
    this.#versions.set(content.key, [...before, version]);
    this.keys.add(content.key);
    return version;
  }
}

const noSuchKey = () => s3Fault('NoSuchKey', 404, 'The specified key does not exist.');
const noSuchVersion = () => s3Fault('NoSuchVersion', 404, 'The specified version does not exist.');

/** S3 takes an ETag with or without its quotes. */
function isSameEtag(a: string | undefined, b: string): boolean {
  return a?.replaceAll('"', '') === b.replaceAll('"', '');
}
