import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { describeObjectStoreContract } from '../core/object-store-contract.ts';

describeObjectStoreContract('the S3 store on the API of S3', async () => {
  const client = new S3Client({});
  const bucket = `contract-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const versioning = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: versioning }));
  const path = await mkdtemp(join(tmpdir(), 'betlake-contract-'));
  const store = new S3ObjectStore({ client, bucket, scratch: join(path, 'scratch') });
  return {
    store,
    path,
    async clean() {
      client.destroy();
      await rm(path, { recursive: true, force: true });
    },
  };
});
