import { fileURLToPath } from 'node:url';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import type { SweepOutcome } from '../../../lambdas/sweep/sweep-lake.ts';
import { callAws } from '../emulator/call-aws.ts';
import { runProgram } from '../emulator/run-program.ts';
import { stackName } from './cdk.ts';
import type { Deployed } from './deployed.ts';

/** Takes the right to write to the ledger from the role of the converter, and gives it back after the work. */
export async function withoutLedger(deployed: Deployed, work: () => Promise<void>): Promise<void> {
  return withoutPut(deployed, deployed.convertRole, 'loads/', work);
}

/** Takes the right to write to the rollups from their role, and gives it back after the work. */
export async function withoutRollups(deployed: Deployed, work: () => Promise<void>): Promise<void> {
  return withoutPut(deployed, deployed.rollupRole, 'rollup/', work);
}

async function withoutPut(
  { lakeBucket }: Deployed,
  RoleName: string,
  prefix: string,
  work: () => Promise<void>,
): Promise<void> {
  const Resource = `arn:aws:s3:::${lakeBucket}/${prefix}*`;
  const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource }];
  const policy = { RoleName, PolicyName: 'withdrawn' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await callAws('iam', 'put_role_policy', { ...policy, PolicyDocument });
  try {
    await work();
  } finally {
    await callAws('iam', 'delete_role_policy', policy);
  }
}

/** Turns off the landing bucket's notifications while the work is done. */
export async function withoutEvents(
  { s3, landingBucket }: Deployed,
  work: () => Promise<void>,
): Promise<void> {
  const Bucket = landingBucket;
  const { $metadata, ...current } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const put = (NotificationConfiguration: object) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  await put({});
  try {
    await work();
  } finally {
    await put(current);
  }
}

/** Calls the sweep as its schedule does. */
export async function sweep({ sweepFunction }: Deployed): Promise<SweepOutcome> {
  const { Payload, FunctionError } = await callAws<{ Payload: string; FunctionError?: string }>(
    'lambda',
    'invoke',
    { FunctionName: sweepFunction, Payload: '{}' },
  );
  if (FunctionError !== undefined) throw new Error(`the sweep failed: ${FunctionError} ${Payload}`);
  return JSON.parse(Payload) as SweepOutcome;
}

/** Runs `betlake reload`; gives what it prints. */
export async function reloadAll(): Promise<string> {
  const command = fileURLToPath(new URL('../../../bin/betlake.js', import.meta.url));
  return runProgram(process.execPath, [command, 'reload', '--all', '--stack', stackName], { seconds: 120 });
}

/**
 * What the functions have logged since a time, up to 10,000 lines each.
 *
 * @param text leaves out the lines without it. @default none
 */
export async function readLogs(
  { logGroups }: Deployed,
  since = new Date(0),
  text?: string,
): Promise<string[]> {
  const lines: string[] = [];
  for (const logGroupName of logGroups) {
    const filter = text === undefined ? {} : { filterPattern: JSON.stringify(text) };
    const request = { logGroupName, startTime: since.getTime(), ...filter };
    const { events } = await callAws<{ events: { message: string }[] }>('logs', 'filter_log_events', request);
    lines.push(...events.map(({ message }) => message));
  }
  return lines;
}

/** The buckets of the stack. */
function listBuckets({ physicalIds }: Deployed): string[] {
  const names = [...physicalIds].filter(([logicalId]) => bucketId.test(logicalId)).map(([, name]) => name);
  if (names.length !== 4) throw new Error(`expected four buckets, got ${names.join(', ')}`);
  return names;
}

const bucketId = /^(LandingBucket|Lake|QueryResults|AccessLogs)[0-9A-F]{8}$/;

/**
 * Puts the tag on the buckets by which the CDK's function that empties them knows that it may: the template says
 * so, but the emulator drops buckets' tags.
 */
export async function restoreBucketTags(deployed: Deployed): Promise<void> {
  const TagSet = [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }];
  for (const Bucket of listBuckets(deployed)) {
    await deployed.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  }
}
