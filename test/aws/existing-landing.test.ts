import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { parseLandingMessage } from '../../lambdas/convert/landing-message.ts';
import { findResources, synthesize } from '../lib/synthesize.ts';
import { callAws } from './emulator/call-aws.ts';
import { waitUntil } from './emulator/wait-until.ts';

const bucket = 'our-exports';

/** The rule of the template that takes a bucket's events to the landing queue. */
function findRule() {
  const { template } = synthesize({ landingBucket: bucket });
  const [found] = findResources(template, 'AWS::Events::Rule').filter(
    ([, { Properties }]) => Properties.EventPattern,
  );
  if (!found) throw new Error('expected a rule with a pattern');
  const [, { Properties }] = found;
  const [target] = Properties.Targets as [{ readonly InputTransformer: object }];
  return { pattern: JSON.stringify(Properties.EventPattern), input: target.InputTransformer };
}

async function makeQueue(name: string): Promise<{ readonly url: string; readonly arn: string }> {
  const { QueueUrl: url } = await callAws<{ QueueUrl: string }>('sqs', 'create_queue', { QueueName: name });
  const asked = { QueueUrl: url, AttributeNames: ['QueueArn'] };
  const { Attributes } = await callAws<{ Attributes: { QueueArn: string } }>(
    'sqs',
    'get_queue_attributes',
    asked,
  );
  const Statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'sqs:SendMessage',
    Resource: Attributes.QueueArn,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await callAws('sqs', 'set_queue_attributes', { QueueUrl: url, Attributes: { Policy } });
  return { url, arn: Attributes.QueueArn };
}

test('an existing bucket sends the landing queue what lands below the data sets through EventBridge, and its earlier notifications go on', async () => {
  const s3 = new S3Client({});
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const [earlier, landing] = [await makeQueue('earlier'), await makeQueue('landing')];
  const QueueConfigurations = [{ QueueArn: earlier.arn, Events: ['s3:ObjectCreated:*'] }];
  const NotificationConfiguration = { QueueConfigurations, EventBridgeConfiguration: {} };
  await callAws('s3', 'put_bucket_notification_configuration', { Bucket: bucket, NotificationConfiguration });
  const { pattern, input } = findRule();
  await callAws('events', 'put_rule', { Name: 'landed', EventPattern: pattern });
  const Targets = [{ Id: 'queue', Arn: landing.arn, InputTransformer: input }];
  await callAws('events', 'put_targets', { Rule: 'landed', Targets });

  const keys = ['bets/50% + é "1".jsonl', 'players/2021/a b.json.gz'];
  for (const Key of [...keys, 'other/a.jsonl', 'betsy/a.jsonl'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: '{}\n' }));
  const receive = async (url: string) => {
    const asked = { QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
    const { Messages = [] } = await callAws<{ Messages?: { Body: string }[] }>(
      'sqs',
      'receive_message',
      asked,
    );
    return Messages.flatMap(({ Body }) => parseLandingMessage(Body)).sort();
  };
  await waitUntil('both files are in the landing queue', 60, async () => {
    const received = await receive(landing.url);
    return received.length >= keys.length ? undefined : `it has ${JSON.stringify(received)}`;
  });
  expect(await receive(landing.url)).toEqual(keys.toSorted());
  expect(await receive(earlier.url)).toEqual([...keys, 'other/a.jsonl', 'betsy/a.jsonl'].sort());
  s3.destroy();
});
