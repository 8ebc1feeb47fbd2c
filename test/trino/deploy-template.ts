import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/**
 * Makes a stack of a template and waits until it is deployed.
 *
 * @throws Error with what could not be made
 */
export async function deployTemplate(stack: string, template: object): Promise<void> {
  const client = new CloudFormationClient({});
  const address = await uploadTemplate(stack, JSON.stringify(template));
  await client.send(new CreateStackCommand({ StackName: stack, TemplateURL: address }));
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const status = Stacks?.[0]?.StackStatus ?? 'gone';
    if (status === 'CREATE_COMPLETE') return;
    if (status !== 'CREATE_IN_PROGRESS') {
      const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: stack }));
      const failed = StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
      const reason = `${failed?.LogicalResourceId}: ${failed?.ResourceStatusReason}`;
      throw new Error(`the stack ${stack} is ${status}; ${reason}`);
    }
    await sleep(100);
  }
}

/** A template of more than 51,200 bytes is taken from a bucket alone. */
async function uploadTemplate(stack: string, body: string): Promise<string> {
  const client = new S3Client({});
  const place = { Bucket: 'betlake-templates', Key: `${stack}.json` };
  await client.send(new CreateBucketCommand({ Bucket: place.Bucket }));
  await client.send(new PutObjectCommand({ ...place, Body: body }));
  return `https://s3.amazonaws.com/${place.Bucket}/${place.Key}`;
}
