import { tmpdir } from 'node:os';
import { S3Client } from '@aws-sdk/client-s3';
import { FolderStore } from '../../client/local/folder-store.ts';
import { putManifest, readManifest } from '../../lambdas/core/manifest.ts';
import { mapBounded } from '../../lambdas/core/map-bounded.ts';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';

/** The lake in a bucket of the emulator. */
export function openBucket(bucket: string, scratch = tmpdir()): S3ObjectStore {
  return new S3ObjectStore({ client: new S3Client({}), bucket, scratch });
}

/**
 * Copies the lake of a local run into a bucket: every object under its key, what the manifests name as it is
 * called there.
 *
 * @param prefixes of the keys to copy. @default all that tables and views read
 */
export async function uploadLake(
  folder: string,
  bucket: string,
  prefixes: readonly string[] = ['curated/', 'rollup/', 'loads/', 'quarantine/'],
): Promise<void> {
  const from = new FolderStore(folder);
  const to = openBucket(bucket);
  const keys: string[] = [];
  for (const prefix of prefixes) {
    for await (const { key } of from.list(prefix)) keys.push(key);
  }
  await mapBounded(keys, 8, async (key) => {
    if (key.endsWith('/symlink.txt')) {
      await putManifest(to, key, (await readManifest(from, key)).keys, undefined);
      return;
    }
    const [path = ''] = await from.checkout([key]);
    await to.putFile(key, path);
  });
}
