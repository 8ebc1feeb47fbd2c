import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import { CloudCalls } from './cloud-calls.ts';
import { s3Fault } from './cloud-faults.ts';
import { MemoryBucket } from './memory-bucket.ts';
import { makeS3Client } from './memory-s3-client.ts';
import { toEventRecord, toTestEvent } from './s3-event.ts';
import type { S3View } from './s3-view.ts';

export interface MemoryS3Options {
  /** @default the real time */
  readonly now?: () => Date;
  /** Shared with a memory SQS, one sequence numbers the calls of both. @default its own */
  readonly calls?: CloudCalls;
}

/** S3 as far as Betlake uses it, in memory: versions, conditions, rights, events, and a hook at every call. */
export class MemoryS3 {
  readonly calls: CloudCalls;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, MemoryBucket>();
  #creations = 0;

  constructor({ now = () => new Date(), calls = new CloudCalls() }: MemoryS3Options = {}) {
    this.#now = now;
    this.calls = calls;
  }

  createBucket(name: string, { versioned = true } = {}): MemoryBucket {
    const bucket = new MemoryBucket(name, versioned, this.#now);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** A bucket as it is, for tests to read and write without a client. */
  bucket(name: string | undefined): MemoryBucket {
    const bucket = this.#buckets.get(name ?? '');
    if (!bucket) throw s3Fault('NoSuchBucket', 404, 'The specified bucket does not exist');
    return bucket;
  }

  /** What an `S3Client` would be to someone who has the rights of `view`. */
  client(view: S3View = {}): S3Client {
    return makeS3Client((name) => this.bucket(name), this.calls, view);
  }

  /** A client whose calls nobody counts or interferes with: a bystander's. */
  quietClient(): S3Client {
    return makeS3Client((name) => this.bucket(name), new CloudCalls(), {});
  }

  /**
   * Notifies of every object created from now on; first comes S3's test event.
   *
   * @param deliver gets the body of a message, as SQS would carry it
   */
  notify(bucketName: string, deliver: (body: string) => void): void {
    deliver(toTestEvent(bucketName, this.#now()));
    this.bucket(bucketName).listeners.push((version, eventName) => {
      this.#creations += 1;
      const record = toEventRecord(bucketName, version, eventName, this.#creations);
      deliver(JSON.stringify({ Records: [record] } satisfies S3Event));
    });
  }
}
