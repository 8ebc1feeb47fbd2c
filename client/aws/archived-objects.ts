import { type _Object, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

/**
 * Lists the objects below a prefix that S3 has moved to an archive class and that must be restored before they can be
 * read. A listing does not show which objects of S3 Intelligent-Tiering are in its archive tiers: those are recorded as
 * `archived` once they are read.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
 */
export async function listArchivedKeys(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<Set<string>> {
  const request = { Bucket: bucket, Prefix: prefix, EncodingType: 'url' } as const;
  const pages = paginateListObjectsV2(
    { client },
    { ...request, OptionalObjectAttributes: ['RestoreStatus'] },
  );
  const keys = new Set<string>();
  for await (const { Contents = [] } of pages) {
    for (const object of Contents)
      if (isArchived(object)) keys.add(decodeURIComponent((object.Key ?? '').replaceAll('+', ' ')));
  }
  return keys;
}

/** Instant Retrieval is read like any other class. */
function isArchived({ StorageClass, RestoreStatus }: _Object): boolean {
  const isRestored = RestoreStatus?.RestoreExpiryDate !== undefined && !RestoreStatus.IsRestoreInProgress;
  return (StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE') && !isRestored;
}
