import { GetObjectCommand, HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { unsupportedRecordsPrefix } from '../../glue/prefixes.ts';
import { readLoadRecord } from '../../lambdas/lake/ledger.ts';
import type { S3ObjectStore } from '../../lambdas/lake/s3-store.ts';
import { readCatalog, readDeclaredTables } from './deployment/catalog.ts';
import { bootstrap, deploy, destroy, stage, stackName } from './deployment/cdk.ts';
import { type Deployed, findDeployed } from './deployment/deployed.ts';
import { expectSameLakes, openStore } from './deployment/expect-same-lakes.ts';
import {
  makeBrokenFile,
  makeLandingFiles,
  makeSmallFile,
  restatedKey,
  restatedVersions,
} from './deployment/landing-files.ts';
import {
  listBuckets,
  reloadAll,
  restoreBucketTags,
  sweep,
  withoutEvents,
  withoutLedger,
} from './deployment/operate.ts';
import { countMessages, readDeadLetters, sendMessage, setMaxReceiveCount } from './deployment/queues.ts';
import { settle } from './deployment/settle.ts';
import { Twin } from './deployment/twin.ts';
import { callAws } from './emulator/call-aws.ts';
import { report } from './emulator/report.ts';
import { waitUntil } from './emulator/wait-until.ts';

describe('a deployment', () => {
  let deployed: Deployed;
  let store: S3ObjectStore;
  let twin: Twin;

  beforeAll(async () => {
    await bootstrap();
    await deploy();
    deployed = await findDeployed();
    store = openStore(deployed.s3, deployed.lakeBucket, `${inject('folder')}/store`);
    twin = await Twin.open(deployed);
  }, 600_000);

  it('has the tables and views in its catalog that the template declares', async () => {
    const tables = await readCatalog(`betlake_${stage}`);
    const declared = await readDeclaredTables(deployed);
    expect(tables.map(({ Name }) => Name)).toEqual(declared.map(({ Name }) => Name));
    expect(tables).toMatchObject(declared);
  });

  it('loads what lands to the very rows that a laptop makes of it', async () => {
    await setMaxReceiveCount(deployed, deployed.landingQueue, 1);
    await sendMessage(deployed, deployed.landingQueue, 'not a landing message');
    for (const [key, content] of await makeLandingFiles()) await twin.land(key, content);
    await settle(deployed, store);
    await twin.ingest();
    await expectSameLakes(deployed, twin);
  });
  it('sweeps', async () => {
    console.log(await sweep(deployed));
    console.log(await reloadAll());
    await restoreBucketTags(deployed);
  });
  it('is destroyed', async () => {
    await destroy();
  });
});
