import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { findDataset } from '../../../lambdas/convert/find-dataset.ts';
import { readLoadRecord } from '../../../lambdas/lake/ledger.ts';
import type { ObjectStore } from '../../../lambdas/lake/object-store.ts';
import { waitUntil } from '../emulator/wait-until.ts';
import type { Deployed } from './deployed.ts';
import { countMessages } from './queues.ts';

/**
 * Waits until every object that landed is in the ledger in its newest version, its days are told, and every
 * day is rolled up.
 */
export async function settle(deployed: Deployed, store: ObjectStore, seconds = 180): Promise<void> {
  await waitUntil('all that landed is loaded and rolled up', seconds, async () => {
    for (const key of await listLandingKeys(deployed)) {
      const missing = await findMissing(deployed, store, key);
      if (missing !== undefined) return missing;
    }
    for (const { url } of [deployed.landingQueue, deployed.touchQueue]) {
      const count = await countMessages(deployed, url);
      if (count > 0) return `${count} messages are in ${url}`;
    }
    return undefined;
  });
}

export async function listLandingKeys({ s3, landingBucket }: Deployed): Promise<string[]> {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: landingBucket }));
  return (Contents ?? []).flatMap(({ Key }) => (Key !== undefined && findDataset(Key) ? [Key] : []));
}

async function findMissing(
  { s3, landingBucket }: Deployed,
  store: ObjectStore,
  key: string,
): Promise<string | undefined> {
  const dataset = findDataset(key);
  if (!dataset) return undefined;
  const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket: landingBucket, Key: key }));
  const { record } = (await readLoadRecord(store, dataset.name, key)) ?? {};
  if (!record) return `${key} is not in the ledger`;
  const { object_version, error_version, touches } = record;
  if (object_version !== VersionId && error_version !== VersionId) return `${key} is there in an old version`;
  return touches.length > 0 ? `the days of ${key} are not told` : undefined;
}
