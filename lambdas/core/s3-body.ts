import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { BetlakeError } from './errors.ts';
import {
  chooseBackoffMs,
  defaultTries,
  isTransient,
  type RetryOptions,
  retryTransient,
} from './s3-requests.ts';

/** The object to read. */
export interface S3BodyRequest {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
  /**
   * The ETag that the object must have; without one, the ETag of the first response is required of the following ones.
   */
  readonly etag?: string | undefined;
}

export interface S3BodyOptions extends RetryOptions {
  /** Milliseconds without a byte after which a connection is given up. @default 30,000 */
  readonly stallMs?: number;
}

const defaultStallMs = 30_000;

/**
 * Streams the bytes of one version of an object, in constant memory. Where the connection breaks or stalls, it
 * continues from the byte reached, with `If-Match` on the ETag that it began with, so bytes of two versions
 * never mix.
 *
 * @throws the last error after `tries` in a row that brought no byte; 412 where the object was overwritten
 */
export async function* readS3Body(
  client: S3Client,
  request: S3BodyRequest,
  { tries = defaultTries, delay = sleep, stallMs = defaultStallMs }: S3BodyOptions = {},
): AsyncGenerator<Uint8Array> {
  let { etag } = request;
  let size: number | undefined;
  let reached = 0;
  let tried = 0;
  for (;;) {
    try {
      const response = await client.send(new GetObjectCommand(toInput(request, etag, reached)));
      size ??= response.ContentLength;
      etag ??= response.ETag;
      for await (const chunk of readUntilStalled(bodyFrom(response, request, reached), stallMs)) {
        tried = 0;
        reached += chunk.length;
        yield chunk;
      }
      if (reached === size) return;
      throw connectionFault('ECONNRESET', `${nameOf(request)} ended at byte ${reached} of ${size}`);
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (reached === size) return;
      if (++tried >= tries) throw error;
      await delay(chooseBackoffMs(tried));
    }
  }
}

/**
 * Reads a small object whole, with its ETag; retries from its beginning where the connection breaks or stalls.
 *
 * @throws the last error after `tries`; any other error of S3 at once
 */
export async function readS3Object(
  client: S3Client,
  request: S3BodyRequest,
  options: S3BodyOptions = {},
): Promise<{ body: Buffer; etag: string | undefined }> {
  return retryTransient(async () => {
    const response = await client.send(new GetObjectCommand(toInput(request, request.etag, 0)));
    const chunks: Uint8Array[] = [];
    const stallMs = options.stallMs ?? defaultStallMs;
    for await (const chunk of readUntilStalled(bodyFrom(response, request, 0), stallMs)) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (body.length !== response.ContentLength) {
      throw connectionFault('ECONNRESET', `${nameOf(request)} ended at byte ${body.length}`);
    }
    return { body, etag: response.ETag };
  }, options);
}

function toInput({ bucket, key, versionId }: S3BodyRequest, etag: string | undefined, reached: number) {
  return {
    Bucket: bucket,
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(etag !== undefined && { IfMatch: etag }),
    ...(reached > 0 && { Range: `bytes=${reached}-` }),
  };
}

function bodyFrom(response: GetObjectCommandOutput, request: S3BodyRequest, reached: number): Readable {
  const body = response.Body;
  if (!(body instanceof Readable)) throw new BetlakeError(`${nameOf(request)} came without a body`);
  if (reached > 0 && !response.ContentRange?.startsWith(`bytes ${reached}-`)) {
    body.destroy();
    throw new BetlakeError(
      `${nameOf(request)}: requested from byte ${reached}, got ${response.ContentRange ?? 'all'}`,
    );
  }
  return body;
}

/** The time that the consumer takes between two chunks does not count. */
async function* readUntilStalled(body: Readable, stallMs: number): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const giveUp = () => body.destroy(connectionFault('ETIMEDOUT', `no byte came for ${stallMs} ms`));
  try {
    for (;;) {
      const timer = setTimeout(giveUp, stallMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

function connectionFault(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function nameOf({ bucket, key }: S3BodyRequest): string {
  return `s3://${bucket}/${key}`;
}
