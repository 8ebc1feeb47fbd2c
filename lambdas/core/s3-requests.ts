import { setTimeout as sleep } from 'node:timers/promises';
import { paginateListObjectsV2, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { BetlakeError } from './errors.ts';
import type { ListedObject } from './object-store.ts';

/*
 * S3's errors are recognized by their HTTP status first: the response to a HEAD has no body, so the client does
 * not know the error's code and names a 403 or a 412 `Unknown`.
 */

/** Whether the object or the version does not exist; a missing bucket is another error. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';
}

/** Whether the requested version is a delete marker: S3 responds with "method not allowed". */
export function isDeleteMarker(error: unknown): boolean {
  return statusOf(error) === 405;
}

/**
 * Whether a conditional request was refused because the object has another ETag (412), or because another
 * conditional put of the same key was under way (409): in both cases, what was read may be out of date.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function isConditionRefused(error: unknown): boolean {
  const conflict = statusOf(error) === 409 && nameOf(error) === 'ConditionalRequestConflict';
  return conflict || statusOf(error) === 412;
}

/** Whether the object is in a storage class from which it must be restored before it can be read. */
export function isArchived(error: unknown): boolean {
  return nameOf(error) === 'InvalidObjectState';
}

/** Node's error codes of a connection that broke or could not be opened. */
const connectionFaults = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether a retry may succeed: throttling, an error within S3, a broken connection. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429 || nameOf(error) === 'RequestTimeout';
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ('code' in error && connectionFaults.has(String(error.code)));
}

export interface RetryOptions {
  /** Number of tries, the first included. @default 5 */
  readonly tries?: number;
  /** Waits for some milliseconds; tests pass one that does not wait. @default a timer */
  readonly delay?: (ms: number) => Promise<unknown>;
}

export const defaultTries = 5;

/**
 * Retries work after transient errors of S3, where the SDK does not retry itself: streamed uploads, and bodies
 * that break off while they are read.
 *
 * @param work receives the number of earlier tries
 * @throws the last error, or the first that is not transient
 */
export async function retryTransient<T>(
  work: (triesBefore: number) => Promise<T>,
  { tries = defaultTries, delay = sleep }: RetryOptions = {},
): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work(tried);
    } catch (error) {
      if (!isTransient(error) || tried + 1 >= tries) throw error;
      await delay(chooseBackoffMs(tried + 1));
    }
  }
}

/**
 * Milliseconds to wait before a retry: exponential backoff with full jitter, so that workers which failed
 * together do not retry together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function chooseBackoffMs(tried: number): number {
  return Math.random() * Math.min(10_000, 100 * 2 ** tried);
}

/**
 * Lists the objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes, which is S3's own.
 * Holds one page of 1,000 at a time.
 *
 * Keys are requested URL-encoded, because XML cannot carry every character that a key may have.
 */
export async function* listS3Objects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<ListedObject> {
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, EncodingType: 'url' });
  for await (const page of pages) {
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || LastModified === undefined) {
        throw new BetlakeError(
          `the listing of s3://${bucket}/${prefix} has an entry without key, size or time`,
        );
      }
      const key = page.EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key;
      yield { key, size: Size, lastModified: LastModified };
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
