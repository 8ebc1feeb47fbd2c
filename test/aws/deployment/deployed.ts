import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { stackName } from './cdk.ts';

/** The parts of the deployed stack that the tests handle, by the names that CloudFormation gave them. */
export interface Deployed {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly landingBucket: string;
  readonly lakeBucket: string;
  readonly landingQueue: WorkQueue;
  readonly refreshQueue: WorkQueue;
  readonly convertRole: string;
  readonly rollupRole: string;
  /** Where the functions log. */
  readonly logGroups: readonly string[];
  readonly sweepFunction: string;
  /** What CloudFormation calls a resource, by what the template calls it. */
  readonly physicalIds: ReadonlyMap<string, string>;
}

/** The addresses of a queue and of the queue of what could not be done. */
export interface WorkQueue {
  readonly url: string;
  readonly deadLettersUrl: string;
}

export async function findDeployed(): Promise<Deployed> {
  const physicalIds = await listPhysicalIds();
  const find = (pattern: RegExp) => {
    const found = [...physicalIds].filter(([logicalId]) => pattern.test(logicalId));
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`expected one resource ${pattern}, got ${found.length}`);
    return only[1];
  };
  const findQueue = (name: string): WorkQueue => ({
    url: find(new RegExp(`^${name}Queue[0-9A-F]{8}$`)),
    deadLettersUrl: find(new RegExp(`^${name}QueueDeadLetters[0-9A-F]{8}$`)),
  });
  return {
    s3: new S3Client({}),
    sqs: new SQSClient({}),
    landingBucket: find(/^LandingBucket[0-9A-F]{8}$/),
    lakeBucket: find(/^Lake[0-9A-F]{8}$/),
    landingQueue: findQueue('Landing'),
    refreshQueue: findQueue('Refresh'),
    convertRole: find(/^ConverterFunctionRole[0-9A-F]{8}$/),
    rollupRole: find(/^RollupFunctionRole[0-9A-F]{8}$/),
    logGroups: ['Converter', 'Rollup', 'Sweep'].map((name) => find(new RegExp(`^${name}FunctionLogs`))),
    sweepFunction: find(/^SweepFunction[0-9A-F]{8}$/),
    physicalIds,
  };
}

async function listPhysicalIds(): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const client = new CloudFormationClient({});
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ?? []) {
      ids.set(LogicalResourceId, PhysicalResourceId);
    }
  }
  return ids;
}
