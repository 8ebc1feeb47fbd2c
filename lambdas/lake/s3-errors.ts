import { S3ServiceException } from '@aws-sdk/client-s3';

/*
 * S3's refusals, told apart by status first: the answer to a HEAD has no body, so the client cannot know
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

/** Whether the same request may go through a moment later: throttling, S3's own faults, a broken connection. */
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
