import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectsCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { BetlakeError, StaleObjectError } from './errors.ts';
import { filesAtOnce, mapBounded } from './map-bounded.ts';
import type { ListedObject, ObjectStore, ReadObject } from './object-store.ts';
import { readS3Body, readS3Object, type S3BodyOptions } from './s3-body.ts';
import { isConditionRefused, isMissing, listS3Objects, retryTransient } from './s3-requests.ts';

export interface S3ObjectStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Prefix of every key, with its closing `/`. @default nothing */
  readonly prefix?: string;
  /** A local folder for files that are checked out; its owner empties it. */
  readonly scratch: string;
  /** Downloads that run at once. @default 16 */
  readonly concurrency?: number;
  /** How uploads and downloads are retried. */
  readonly retry?: S3BodyOptions;
}

/** The limit of one PutObject: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const maxPutBytes = 5 * 1024 ** 3;

/** The limit of one DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const deletesAtOnce = 1000;

/** The metadata field that identifies an upload among several of the same key. */
const uploadMark = 'betlake-upload';

/**
 * A lake in an S3 bucket.
 *
 * The SDK retries small requests; uploads and downloads are retried here. So a put whose response was lost may
 * be refused as stale although it succeeded: the caller starts over and then reads its own object.
 */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #scratch: string;
  readonly #concurrency: number;
  readonly #retry: S3BodyOptions;

  constructor({
    client,
    bucket,
    prefix = '',
    scratch,
    concurrency = filesAtOnce,
    retry = {},
  }: S3ObjectStoreOptions) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#scratch = scratch;
    this.#concurrency = concurrency;
    this.#retry = retry;
  }

  async get(key: string): Promise<ReadObject | undefined> {
    try {
      const request = { bucket: this.#bucket, key: this.#prefix + key };
      const { body, etag } = await readS3Object(this.#client, request, this.#retry);
      return { body, etag: this.#etagOf(etag, key) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async put(key: string, body: string | Buffer, expected: string | undefined): Promise<string> {
    const condition = expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: expected };
    try {
      const request = { ...this.#at(key), Body: Buffer.from(body), ...condition };
      const response = await this.#client.send(new PutObjectCommand(request));
      return this.#etagOf(response.ETag, key);
    } catch (error) {
      const gone = expected !== undefined && isMissing(error);
      if (gone || isConditionRefused(error)) throw new StaleObjectError(key, { cause: error });
      throw error;
    }
  }

  /**
   * Uploads a file in one streamed put; the local file stays.
   *
   * @throws BetlakeError when the file is larger than one put takes; StaleObjectError when the key exists
   */
  async putFile(key: string, path: string): Promise<void> {
    const { size } = await stat(path);
    if (size > maxPutBytes) {
      throw new BetlakeError(`${key}: expected a file of at most ${maxPutBytes} bytes, got ${size}`);
    }
    const upload = randomUUID();
    await retryTransient(async (triesBefore) => {
      const body = createReadStream(path);
      // A request that failed before it read the body leaves a stream that opens the file later, when it may be gone.
      body.on('error', () => undefined);
      try {
        const content = { Body: body, ContentLength: size, Metadata: { [uploadMark]: upload } };
        await this.#client.send(new PutObjectCommand({ ...this.#at(key), ...content, IfNoneMatch: '*' }));
      } catch (error) {
        if (!isConditionRefused(error)) throw error;
        const hasSucceeded = triesBefore > 0 && (await this.#isUpload(key, upload));
        if (!hasSucceeded) throw new StaleObjectError(key, { cause: error });
      } finally {
        body.destroy();
      }
    }, this.#retry);
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    for await (const object of listS3Objects(this.#client, this.#bucket, this.#prefix + prefix)) {
      yield { ...object, key: object.key.slice(this.#prefix.length) };
    }
  }

  /** @throws BetlakeError naming an object that could not be deleted; the others are deleted */
  async delete(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += deletesAtOnce) {
      const batch = keys.slice(start, start + deletesAtOnce);
      const Objects = batch.map((key) => ({ Key: this.#prefix + key }));
      const response = await this.#client.send(
        new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = response.Errors ?? [];
      if (first) {
        const count = response.Errors?.length;
        const why = `${first.Key}: ${first.Code} ${first.Message}`;
        throw new BetlakeError(`could not delete ${count} of ${batch.length} objects, the first ${why}`);
      }
    }
  }

  /** Downloads what the scratch folder does not hold yet; a file never changes, so one that is there is current. */
  async checkout(keys: readonly string[]): Promise<string[]> {
    await mkdir(this.#scratch, { recursive: true });
    const distinct = [...new Set(keys)];
    await mapBounded(distinct, this.#concurrency, (key) => this.#download(key));
    return keys.map((key) => this.#localPathOf(key));
  }

  toUri(key: string): string {
    return `${this.#uriPrefix()}${key}`;
  }

  fromUri(uri: string): string {
    const prefix = this.#uriPrefix();
    if (!uri.startsWith(prefix))
      throw new BetlakeError(`expected a URI that begins with ${prefix}, got ${uri}`);
    return uri.slice(prefix.length);
  }

  async #download(key: string): Promise<void> {
    const path = this.#localPathOf(key);
    if (await stat(path).catch(() => undefined)) return;
    const unfinished = `${path}.${randomUUID()}`;
    const request = { bucket: this.#bucket, key: this.#prefix + key };
    try {
      await pipeline(readS3Body(this.#client, request, this.#retry), createWriteStream(unfinished));
      await rename(unfinished, path);
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  /** A hash, so that no key can lead out of the folder; the engine needs the ending to recognize the format. */
  #localPathOf(key: string): string {
    const ending = /\.[a-z0-9]{1,10}$/.exec(key)?.[0] ?? '';
    return join(this.#scratch, createHash('sha256').update(this.toUri(key)).digest('hex') + ending);
  }

  /** Whether the object at a key is the one that an earlier try uploaded before its response was lost. */
  async #isUpload(key: string, upload: string): Promise<boolean> {
    const head = await this.#client.send(new HeadObjectCommand(this.#at(key)));
    return head.Metadata?.[uploadMark] === upload;
  }

  #at(key: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }

  #uriPrefix(): string {
    return `s3://${this.#bucket}/${this.#prefix}`;
  }

  #etagOf(etag: string | undefined, key: string): string {
    if (etag === undefined) throw new BetlakeError(`${this.toUri(key)}: S3 reported no ETag`);
    return etag;
  }
}
