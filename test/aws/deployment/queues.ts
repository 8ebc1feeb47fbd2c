import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Deployed, WorkQueue } from './deployed.ts';

/** Messages of a queue, those that are being handled or wait to be tried again among them. */
export async function countMessages({ sqs }: Deployed, url: string): Promise<number> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
}

/** @param group of a FIFO queue */
export async function sendMessage(
  { sqs }: Deployed,
  { url }: WorkQueue,
  body: string,
  group?: string,
): Promise<void> {
  await sqs.send(
    new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...(group && { MessageGroupId: group }) }),
  );
}

/** What lies in a queue of dead letters; it stays there. */
export async function readDeadLetters({ sqs }: Deployed, { deadLettersUrl }: WorkQueue): Promise<string[]> {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: deadLettersUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return (Messages ?? []).map(({ Body = '' }) => Body);
}

/** Sets how often a message may be received before it goes to the dead letters; gives what it was. */
export async function setMaxReceiveCount(
  { sqs }: Deployed,
  { url }: WorkQueue,
  count: number,
): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['RedrivePolicy'] }),
  );
  const policy = JSON.parse(Attributes?.RedrivePolicy ?? '{}') as { maxReceiveCount: number | string };
  const RedrivePolicy = JSON.stringify({ ...policy, maxReceiveCount: count });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { RedrivePolicy } }));
  return Number(policy.maxReceiveCount);
}
