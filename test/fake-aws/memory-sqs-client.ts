import {
  ChangeMessageVisibilityCommand,
  type ChangeMessageVisibilityCommandInput,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { CloudCalls } from './cloud-calls.ts';
import type { MemoryQueue } from './memory-queue.ts';
import { sqsFault } from './sqs-fault.ts';

/** A client of the memory SQS. Like the real one, it is used through `send` alone. */
export function makeSqsClient(
  findQueue: (url: string | undefined) => MemoryQueue,
  calls: CloudCalls,
): Pick<SQSClient, 'send'> {
  const handle = (command: unknown, queue: () => MemoryQueue): object => {
    if (command instanceof SendMessageCommand) {
      return { MessageId: sendOne(queue(), command.input) };
    }
    if (command instanceof SendMessageBatchCommand) return sendBatch(queue(), command.input);
    if (command instanceof ChangeMessageVisibilityCommand) return changeVisibility(queue(), command.input);
    if (command instanceof GetQueueAttributesCommand) return { Attributes: toAttributes(queue()) };
    throw new TypeError(`the memory SQS does not know this command: ${command?.constructor.name}`);
  };
  const send = async (command: { input: { QueueUrl?: string } }) => {
    const { QueueUrl } = command.input;
    const operation = command.constructor.name.replace(/Command$/, '');
    const bucket = QueueUrl?.split('/').at(-1) ?? '';
    const { output } = await calls.around({ service: 'sqs', operation, bucket, key: '' }, () =>
      handle(command, () => findQueue(QueueUrl)),
    );
    return { ...output, $metadata: { httpStatusCode: 200 } };
  };
  return { send: send as SQSClient['send'] };
}

function sendBatch(queue: MemoryQueue, { Entries = [] }: SendMessageBatchCommandInput) {
  const ids = new Set(Entries.map((entry) => entry.Id));
  if (Entries.length === 0) throw sqsFault('EmptyBatchRequest');
  if (Entries.length > 10) throw sqsFault('TooManyEntriesInBatchRequest');
  if (ids.size < Entries.length) throw sqsFault('BatchEntryIdsNotDistinct');
  return {
    Successful: Entries.map((entry) => ({ Id: entry.Id, MessageId: sendOne(queue, entry) })),
    Failed: [],
  };
}

function sendOne(queue: MemoryQueue, entry: Omit<SendMessageBatchRequestEntry, 'Id'>): string {
  const { MessageBody = '', DelaySeconds: delaySeconds } = entry;
  const { MessageGroupId: group, MessageDeduplicationId: deduplicationId } = entry;
  return queue.send(MessageBody, { delaySeconds, group, deduplicationId }).messageId;
}

function changeVisibility(queue: MemoryQueue, input: ChangeMessageVisibilityCommandInput) {
  const { ReceiptHandle = '', VisibilityTimeout = 0 } = input;
  if (VisibilityTimeout < 0 || VisibilityTimeout > 43_200) throw sqsFault('InvalidParameterValue');
  const message = queue.find(ReceiptHandle);
  if (!message) throw sqsFault('ReceiptHandleIsInvalid');
  queue.changeVisibility(message, VisibilityTimeout);
  return {};
}

function toAttributes(queue: MemoryQueue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.countMessages();
  return {
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilityTimeout),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
