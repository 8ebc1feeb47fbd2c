import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsLandingQueue } from '../lambdas/lake/landing-queue.ts';
import type { ObjectStore } from '../lambdas/lake/object-store.ts';
import { S3ObjectStore } from '../lambdas/lake/s3-store.ts';
import { SqsQueue } from '../lambdas/lake/sqs-queue.ts';
import { type Deployment, findDeployment } from './find-deployment.ts';

/** A deployed lake as an operator reaches it, with the operator's own rights. */
export interface CloudLake {
  readonly deployment: Deployment;
  readonly client: S3Client;
  readonly store: ObjectStore;
  readonly landingQueue: SqsLandingQueue;
}

export async function openCloudLake(stack: string): Promise<CloudLake> {
  const deployment = await findDeployment(stack);
  const client = new S3Client({});
  return {
    deployment,
    client,
    store: new S3ObjectStore({
      client,
      bucket: deployment.lakeBucket,
      scratch: join(tmpdir(), 'betlake-cloud'),
    }),
    landingQueue: new SqsLandingQueue(new SqsQueue(new SQSClient({}), deployment.landingQueueUrl)),
  };
}
