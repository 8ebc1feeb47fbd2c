import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { BetlakeError } from './errors.ts';
import type { ListedObject } from './object-store.ts';

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
