import { setTimeout as sleep } from 'node:timers/promises';
import { paginateListObjectsV2, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { BetlakeError } from './errors.ts';
import type { ListedObject } from './object-store.ts';

/*
 * S3's refusals, told apart by status first: the response to a HEAD has no body, so the client cannot know
 * its code and calls a 403 or a 412 `Unknown`.
 */

/** Whether S3 says that the object or the version is not there; a bucket that is not there is another matter. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';
}

/** Whether the version asked for is the mark of a deletion, which S3 answers with "method not allowed". */
export function isDeleteMarker(error: unknown): boolean {
  return statusOf(error) === 405;
}

/**
 * Whether a conditional request was refused because something else stands there, or because another
 * conditional put of the same key was under way (409): either way, what was read is not to be relied on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function isConditionRefused(error: unknown): boolean {
  const conflict = statusOf(error) === 409 && nameOf(error) === 'ConditionalRequestConflict';
  return conflict || statusOf(error) === 412;
}

/** Whether the object was moved to a storage class from which it must be restored before it can be read. */
export function isArchived(error: unknown): boolean {
  return nameOf(error) === 'InvalidObjectState';
}

/** Whether the same request may go through soon after: throttling, S3's own faults, a broken connection. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429 || nameOf(error) === 'RequestTimeout';
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ('code' in error && connectionFaults.has(String(error.code)));
}

/** What Node calls a connection that broke or could not be made. */
const connectionFaults = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

export interface RetryOptions {
  /** Tries in all. @default 5 */
  readonly tries?: number;
  /** How to wait; tests pass one that does not. @default a timer */
  readonly delay?: (ms: number) => Promise<unknown>;
}

export const defaultTries = 5;

/**
 * Does work again that S3 could not do just then, for what the SDK does not try again itself: streamed
 * uploads, and bodies that break off while they are read.
 *
 * @param work gets the number of tries before this one
 * @throws the last error as it is, or the first that is not transient
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
      await delay(pauseBefore(tried + 1));
    }
  }
}

/**
 * Milliseconds to wait before a try: chance alone decides below a bound that doubles, so that workers which
 * failed together do not come back together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseBefore(tried: number): number {
  return Math.random() * Math.min(10_000, 100 * 2 ** tried);
}

/**
 * The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes, which is S3's own; one
 * page of 1,000 is held at a time.
 *
 * Keys are asked for URL-encoded, because XML cannot carry every character that a key may have.
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
