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
import { explainAwsFault } from './aws-fault.ts';

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
 * @throws BetlakeError where it cannot be read, there is none of this name in the account and region, it is not deployed
 *   to its end, or it is not one of this version of Betlake
 */
export async function findDeployment(stack: string): Promise<Deployment> {
  const outputs = await readOutputs(stack);
  const find = (name: string) => {
    const value = outputs.get(name);
    if (!value)
      throw new BetlakeError(
        `the stack ${stack} was deployed by another version of Betlake and has no output ${name}: deploy this version with: ${toDeploy(stack)}`,
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
  const client = new CloudFormationClient({});
  try {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = found?.Outputs?.map(
      ({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''] as const,
    );
    const named = new Map(outputs);
    if (!named.has('LandingBucketName')) throw new BetlakeError(explainStack(stack, found?.StackStatus));
    return named;
  } catch (error) {
    if (error instanceof BetlakeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const reason = / does not exist$/.test(message)
      ? `there is no stack ${stack} ${await describePlace(client)}. Another region (AWS_REGION), another account (AWS_PROFILE) or another stage (its stack is named after it, such as Betlake-prod) may have it; else deploy it with: ${toDeploy(stack)}`
      : `cannot read the stack ${stack}: ${explainAwsFault(error) ?? message}`;
    throw new BetlakeError(reason, { cause: error });
  }
}

/** Why a stack has no outputs of Betlake. */
function explainStack(stack: string, status = 'in an unknown state'): string {
  if (/^(CREATE|REVIEW|DELETE)_IN_PROGRESS$/.test(status))
    return `the stack ${stack} is ${status}: wait until it has ended, then run this again`;
  if (/ROLLBACK|FAILED/.test(status))
    return `the stack ${stack} is ${status}, its deployment failed: the oldest event that failed says why (aws cloudformation describe-stack-events --stack-name ${stack}). Remove it with npx cdk destroy, then deploy again with: ${toDeploy(stack)}`;
  return `the stack ${stack} (${status}) is not one of Betlake: name the stack of a stage, such as Betlake-dev`;
}

/** Where a client asks; credentials name their account only if they come from a role or a profile. */
async function describePlace({ config }: CloudFormationClient): Promise<string> {
  const [region, { accountId }] = await Promise.all([config.region(), config.credentials()]);
  const account = accountId
    ? `the account ${accountId}`
    : 'the account of these credentials (aws sts get-caller-identity)';
  return `in the region ${region} of ${account}`;
}

/** The command that deploys a stack, by the stage that its name has. */
function toDeploy(stack: string): string {
  const [, stage = 'dev'] = /^Betlake-(.+)$/.exec(stack) ?? [];
  return stage === 'dev' ? 'npx cdk deploy' : `npx cdk deploy -c stage=${stage}`;
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
