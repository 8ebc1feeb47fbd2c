import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { SqsLandingQueue, SqsQueue } from '../../lambdas/core/sqs-queue.ts';

/** The outputs of a deployed stack that the command line needs. */
export interface Deployment {
  readonly landingBucket: string;
  readonly lakeBucket: string;
  readonly landingQueueUrl: string;
  readonly workgroup: string;
  readonly database: string;
  /** The sign that debits are written with, by the stage's setting. */
  readonly debits: ActivityDefinition['debits'];
}

/**
 * Reads the outputs of a deployed stack.
 *
 * @throws BetlakeError where there is no such stack, or it is not one of Betlake
 */
export async function findDeployment(stack: string): Promise<Deployment> {
  const outputs = await readOutputs(stack);
  const find = (name: string) => {
    const value = outputs.get(name);
    if (!value)
      throw new BetlakeError(
        `the stack ${stack} has no output ${name}: it is not a Betlake stack of this version; deploy it again with: npx cdk deploy, or name another with --athena STACK`,
      );
    return value;
  };
  return {
    landingBucket: find('LandingBucketName'),
    lakeBucket: find('LakeBucketName'),
    landingQueueUrl: find('LandingQueueUrl'),
    workgroup: find('WorkgroupName'),
    database: find('DatabaseName'),
    debits: find('Debits') === 'positive' ? 'positive' : 'negative',
  };
}

async function readOutputs(stack: string): Promise<Map<string, string>> {
  try {
    const { Stacks } = await new CloudFormationClient({}).send(
      new DescribeStacksCommand({ StackName: stack }),
    );
    return new Map(
      Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BetlakeError(
      `cannot read the stack ${stack}: ${reason}. Deploy it with: npx cdk deploy, or name another with --athena STACK`,
      { cause: error },
    );
  }
}

/** A deployed lake, accessed with the operator's own permissions. */
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
