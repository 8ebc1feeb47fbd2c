import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { findDataset } from '../../../lambdas/convert/find-dataset.ts';
import type { ObjectStore } from '../../../lambdas/core/object-store.ts';
import { waitUntil } from '../emulator/wait-until.ts';
import type { Deployed } from './deployed.ts';
import { countMessages } from './queues.ts';
import { readRecords } from './records.ts';

export interface SettleOptions {
  /** How long it may take. @default 180 */
  readonly seconds?: number;
  /** Messages in the landing queue that can never be processed. @default 0 */
  readonly unprocessable?: number;
}

/**
 * Waits until every object that landed is in the ledger in its newest version, its days are invalidated, and every
 * day is rolled up.
 */
export async function settle(
  deployed: Deployed,
  store: ObjectStore,
  { seconds = 180, unprocessable = 0 }: SettleOptions = {},
): Promise<void> {
  const findWaiting = async () => {
    const { landingQueue, refreshQueue } = deployed;
    // In this order: a load sends its days to the refresh queue before its own message is deleted.
    for (const [{ url }, least] of [[landingQueue, unprocessable] as const, [refreshQueue, 0] as const]) {
      const count = await countMessages(deployed, url);
      if (count > least) return `${count} messages are in ${url}`;
    }
    return undefined;
  };
  await waitUntil(
    'all that landed is loaded and rolled up',
    seconds,
    // Once more: what had no message yet may have got one meanwhile.
    async () => (await findWaiting()) ?? (await findMissing(deployed, store)) ?? (await findWaiting()),
  );
}

async function findMissing(deployed: Deployed, store: ObjectStore): Promise<string | undefined> {
  const records = new Map((await readRecords(store)).map((record) => [record.landing_key, record]));
  for (const [key, version] of await listLandingVersions(deployed)) {
    const record = records.get(key);
    if (!record) return `${key} is not in the ledger`;
    const { object_version, error_version, invalidations } = record;
    if (object_version !== version && error_version !== version) return `${key} is there in an old version`;
    if (invalidations.length > 0) return `the days of ${key} are not sent`;
  }
  return undefined;
}

/** The newest version of each object that landed and that a data set takes, by key. */
async function listLandingVersions({ s3, landingBucket }: Deployed): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  let from: object | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: landingBucket, ...from }),
    );
    for (const { Key = '', VersionId = '', IsLatest } of page.Versions ?? []) {
      if (IsLatest && findDataset(Key)) versions.set(Key, VersionId);
    }
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    from = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return versions;
}
