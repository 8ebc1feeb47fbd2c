import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { BetlakeError, LoadFault } from './errors.ts';
import type { Landing, LandingObject } from './landing.ts';
import type { ListedObject } from './object-store.ts';
import { readS3Body, type S3BodyOptions, type S3BodyRequest } from './s3-body.ts';
import { isArchived, isConditionRefused, isDeleteMarker, isMissing, listS3Objects } from './s3-requests.ts';

/**
 * The current version of a landing object, or a given one; undefined where there is none.
 *
 * The result stays one version: to see a newer one, find the object again. A load must find it after it has
 * read the ledger's record; found before, it could be older than the version that the record is of.
 *
 * @throws any other error of S3: without the right to list the bucket, a missing key is a 403
 */
export async function findLandingObject(
  client: S3Client,
  bucket: string,
  key: string,
  versionId?: string | undefined,
  options?: S3BodyOptions,
): Promise<LandingObject | undefined> {
  try {
    const request = { Bucket: bucket, Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
    const head = await client.send(new HeadObjectCommand(request));
    return toLandingObject(client, bucket, key, head, options);
  } catch (error) {
    if (isMissing(error) || isDeleteMarker(error)) return undefined;
    throw error;
  }
}

/** The objects of the landing bucket whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. */
export function listLandingObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncIterable<ListedObject> {
  return listS3Objects(client, bucket, prefix);
}

/** The landing bucket as a `Landing`. */
export function openS3Landing(client: S3Client, bucket: string, options?: S3BodyOptions): Landing {
  return {
    find: (landingKey) => findLandingObject(client, bucket, landingKey, undefined, options),
    list: (prefix) => listLandingObjects(client, bucket, prefix),
  };
}

function toLandingObject(
  client: S3Client,
  bucket: string,
  key: string,
  { ContentLength, LastModified, VersionId, ETag }: HeadObjectCommandOutput,
  options?: S3BodyOptions,
): LandingObject {
  if (ContentLength === undefined || LastModified === undefined || ETag === undefined) {
    throw new BetlakeError(`s3://${bucket}/${key}: S3 reported no size, time or ETag`);
  }
  // A bucket without versioning reports no version id; one with suspended versioning reports `null`, which any put
  // replaces.
  const versionId = VersionId === 'null' ? undefined : VersionId;
  return {
    key,
    size: ContentLength,
    lastModified: LastModified,
    version: versionId ?? ETag.replaceAll('"', ''),
    open: () => readLanding(client, { bucket, key, versionId, etag: ETag }, options),
  };
}

async function* readLanding(
  client: S3Client,
  request: S3BodyRequest,
  options?: S3BodyOptions,
): AsyncGenerator<Uint8Array> {
  try {
    yield* readS3Body(client, request, options);
  } catch (error) {
    if (isArchived(error)) {
      const message = 'is in an archive storage class of S3; restore it, then load it with betlake reload';
      throw new LoadFault('archived', message, { cause: error });
    }
    if (!isConditionRefused(error)) throw error;
    const message = `${request.key} was overwritten while it was read, in a bucket that keeps no versions`;
    throw new LoadFault('changed_while_read', message, { cause: error });
  }
}
