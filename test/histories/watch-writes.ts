import type { CloudCall } from '../fake-aws/cloud-calls.ts';
import type { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';

/** A record as far as what it names goes. */
interface Named {
  readonly landing_key: string;
  readonly status: string;
  readonly object_version: string | null;
  readonly converter: string;
  readonly lines: number;
  readonly files: readonly { readonly key: string }[];
  readonly quarantine_key: string | null;
}

/** A version of a landing object, as a converter read it. */
export interface LiveVersion {
  readonly versionId: string;
  readonly converter: string;
}

/**
 * Checks the lake after every write to it, as a query that begins just then would find it: what a record or
 * a manifest names is there (I3), and no record goes back to an older version of its object.
 */
export class WriteWatch {
  /** What was found wrong; empty as long as nothing is. */
  readonly faults: string[] = [];
  /** By landing key, what its records made live, in that order; null where nothing of it was, as at first. */
  readonly live = new Map<string, (LiveVersion | null)[]>();
  readonly #cloud: FakeCloudLake;
  readonly #newest = new Map<string, number>();

  constructor(cloud: FakeCloudLake) {
    this.#cloud = cloud;
  }

  check({ bucket, operation, key, when }: CloudCall): void {
    if (bucket !== 'lake' || when === 'before') return;
    if (operation === 'DeleteObjects') this.#checkAll();
    if (operation !== 'PutObject') return;
    if (isRecord(key)) this.#checkRecord(key);
    if (isManifest(key)) this.#checkManifest(key);
  }

  #checkAll(): void {
    for (const key of this.#cloud.lake.currentKeys()) {
      if (isManifest(key)) this.#checkManifest(key);
      if (isRecord(key)) this.#expectThere(key, toNamedKeys(this.#read(key)));
    }
  }

  #checkManifest(key: string): void {
    const uris = this.#cloud.lake.current(key)?.body.toString('utf8').split('\n').filter(Boolean) ?? [];
    this.#expectThere(
      key,
      uris.map((uri) => this.#cloud.store.fromUri(uri)),
    );
  }

  #checkRecord(key: string): void {
    const record = this.#read(key);
    this.#expectThere(key, toNamedKeys(record));
    const { landing_key, object_version } = record;
    const versions = this.live.get(landing_key) ?? [null];
    this.live.set(landing_key, versions);
    // Beside a refusal, what is current without rows may have been taken out, as well as hold none: neither shows anything.
    const isRefused = record.status === 'failed' && record.files.length === 0;
    // A reload makes the ledger forget the version, and the rows stay live.
    if (record.lines > 0 && object_version === null && !isRefused) return;
    const isLive = record.status !== 'unloaded' && object_version !== null && !isRefused;
    const now = isLive ? { versionId: object_version, converter: record.converter } : null;
    const before = versions.at(-1);
    if (before?.versionId !== now?.versionId || before?.converter !== now?.converter) versions.push(now);
    const place = this.#cloud.landing
      .versions(landing_key)
      .findIndex(({ versionId }) => versionId === object_version);
    const newest = this.#newest.get(landing_key) ?? -1;
    if (object_version !== null && place < newest) {
      this.faults.push(`${landing_key} went back from version ${newest} to ${place}`);
    }
    this.#newest.set(landing_key, Math.max(newest, place));
  }

  #expectThere(by: string, keys: readonly string[]): void {
    for (const key of keys)
      if (!this.#cloud.lake.current(key)) this.faults.push(`${by} names ${key}, which is not there`);
  }

  #read(key: string): Named {
    return JSON.parse(this.#cloud.lake.current(key)?.body.toString('utf8') ?? '') as Named;
  }
}

const isManifest = (key: string) => key.endsWith('symlink.txt');
const isRecord = (key: string) => /^loads\/(bets|players|games)\//.test(key);
const toNamedKeys = ({ files, quarantine_key }: Named) => [
  ...files.map(({ key }) => key),
  ...(quarantine_key === null ? [] : [quarantine_key]),
];
