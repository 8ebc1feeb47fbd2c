import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { BetlakeError } from './errors.ts';
import type { ListedObject } from './object-store.ts';

/** What the lake needs of a client of S3, so that tests can put a map in its place. */
export type S3Sender = Pick<S3Client, 'send'>;

/**
 * The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes, which is S3's own; one
 * page of 1,000 is held at a time.
 *
 * Keys are asked for URL-encoded, because XML cannot carry every character that a key may have.
 */
export async function* listS3Objects(
  client: S3Sender,
  bucket: string,
  prefix: string,
): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || LastModified === undefined) {
        throw new BetlakeError(
          `the listing of s3://${bucket}/${prefix} has an entry without key, size or time`,
        );
      }
      const key = page.EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key;
      yield { key, size: Size, lastModified: LastModified };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
