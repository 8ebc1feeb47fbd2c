import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteObjectCommand,
  type DeleteObjectCommandInput,
  DeleteObjectsCommand,
  type DeleteObjectsCommandInput,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { CloudCalls } from './cloud-calls.ts';
import { s3Fault } from './cloud-faults.ts';
import { readBody, toBody } from './memory-body.ts';
import type { MemoryBucket } from './memory-bucket.ts';
import * as operations from './memory-s3-operations.ts';
import { assertAllowed, type S3View } from './s3-view.ts';

/** How a client reaches the buckets. */
export type FindBucket = (name: string | undefined) => MemoryBucket;

/** A client of the memory S3 with the rights of `view`. Like the real one, it is used through `send` alone. */
export function makeS3Client(findBucket: FindBucket, calls: CloudCalls, view: S3View): S3Client {
  const around = <T>(operation: string, bucket = '', key = '', work: () => T | Promise<T>) =>
    calls.around({ service: 's3', operation, bucket, key }, work);

  const put = async (input: PutObjectCommandInput) => {
    const { output } = await around('PutObject', input.Bucket, input.Key, async () => {
      const body = await readBody(input.Body);
      return operations.putObject(findBucket(input.Bucket), view, input, body);
    });
    return output;
  };

  const get = async (input: GetObjectCommandInput) => {
    const { output, cut } = await around('GetObject', input.Bucket, input.Key, () => {
      const bucket = findBucket(input.Bucket);
      const version = operations.findObject(bucket, view, input);
      return {
        ...operations.cutRange(version.body, input.Range),
        version: operations.describeVersion(bucket, version),
      };
    });
    const { bytes, version, ...range } = output;
    return { ...version, ...range, ContentLength: bytes.length, Body: toBody(bytes, cut) };
  };

  const head = async (input: HeadObjectCommandInput) => {
    const { output } = await around('HeadObject', input.Bucket, input.Key, () => {
      const bucket = findBucket(input.Bucket);
      const version = withoutBody(() => operations.findObject(bucket, view, input));
      return { ...operations.describeVersion(bucket, version), ContentLength: version.body.length };
    });
    return output;
  };

  const list = async (input: ListObjectsV2CommandInput) => {
    const work = () => operations.listObjects(findBucket(input.Bucket), view, input);
    return (await around('ListObjectsV2', input.Bucket, input.Prefix, work)).output;
  };

  const deleteOne = async (input: DeleteObjectCommandInput) => {
    await around('DeleteObject', input.Bucket, input.Key, () => {
      const bucket = findBucket(input.Bucket);
      assertAllowed(view, 's3:DeleteObject', bucket.name, input.Key ?? '');
      bucket.remove(input.Key ?? '', input.VersionId);
    });
    return {};
  };

  const deleteMany = async (input: DeleteObjectsCommandInput) => {
    const work = () => operations.deleteObjects(findBucket(input.Bucket), view, input);
    return (await around('DeleteObjects', input.Bucket, input.Delete?.Objects?.[0]?.Key, work)).output;
  };

  const copy = async (input: CopyObjectCommandInput) => {
    const { output } = await around('CopyObject', input.Bucket, input.Key, () => {
      const source = findBucket(operations.parseCopySource(input.CopySource).bucket);
      return operations.copyObject(source, findBucket(input.Bucket), view, input);
    });
    return output;
  };

  const handle = (command: unknown): Promise<object> => {
    if (command instanceof PutObjectCommand) return put(command.input);
    if (command instanceof GetObjectCommand) return get(command.input);
    if (command instanceof HeadObjectCommand) return head(command.input);
    if (command instanceof ListObjectsV2Command) return list(command.input);
    if (command instanceof DeleteObjectCommand) return deleteOne(command.input);
    if (command instanceof DeleteObjectsCommand) return deleteMany(command.input);
    if (command instanceof CopyObjectCommand) return copy(command.input);
    throw new TypeError(`the memory S3 does not know this command: ${command?.constructor.name}`);
  };
  const send = async (command: unknown) => ({
    ...(await handle(command)),
    $metadata: { httpStatusCode: 200 },
  });
  // The SDK's paging checks that a client is one.
  return Object.assign(Object.create(S3Client.prototype), { send });
}

/** The response to a HEAD has no body, so all that the client learns of a fault is its status. */
function withoutBody<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === undefined) throw error;
    throw s3Fault(status === 404 ? 'NotFound' : 'Unknown', status, 'UnknownError');
  }
}
