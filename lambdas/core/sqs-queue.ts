import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { BetlakeError } from './errors.ts';
import type { Telemetry } from './telemetry.ts';

/** What the lake needs of a client of SQS, so that tests can put a queue in memory in its place. */
export type SqsSender = Pick<SQSClient, 'send'>;

/** A message to send; of a FIFO queue, with its group and what tells it from its doubles. */
export interface QueueMessage {
  readonly body: string;
  readonly group?: string;
  readonly deduplicationId?: string;
}

/** One queue of SQS. */
export class SqsQueue {
  readonly #client: SqsSender;
  readonly #url: string;

  constructor(client: SqsSender, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /**
   * Sends messages, ten a request. What SQS refuses of a request for its own reasons is sent once more.
   *
   * @throws BetlakeError where a message was refused again: some of the others may have been sent
   */
  async send(messages: readonly QueueMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += sendsAtOnce) {
      const entries = messages.slice(from, from + sendsAtOnce).map((message, index) => ({
        Id: String(index),
        MessageBody: message.body,
        ...(message.group !== undefined && { MessageGroupId: message.group }),
        ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
      }));
      const refused = await this.#sendBatch(entries);
      const again = entries.filter(({ Id }) => refused.has(Id));
      const codes = again.length > 0 ? await this.#sendBatch(again) : refused;
      if (codes.size > 0) {
        const [code] = codes.values();
        throw new BetlakeError(`${this.#url} refused ${codes.size} of ${entries.length} messages: ${code}`);
      }
    }
  }

  /** Lets a received message, which is about to be reported failed, be seen again after some seconds. */
  async retryLater(receiptHandle: string, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  /** @returns the codes of what was refused, by entry */
  async #sendBatch(Entries: SendMessageBatchRequestEntry[]): Promise<Map<string, string>> {
    const response = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    return new Map((response.Failed ?? []).map(({ Id = '', Code = 'unknown' }) => [Id, Code]));
  }
}

/** What one SendMessageBatch takes. */
const sendsAtOnce = 10;

/**
 * How long a message that failed stays out of sight: much less than the queue's own timeout, which must
 * outlast a function, and spread, so that what failed together does not come back together.
 */
function chooseRetrySeconds(random: () => number = Math.random): number {
  return 30 + Math.floor(random() * 91);
}

/**
 * Lets a message that is about to be reported failed come again soon. The queue's own timeout does as well,
 * only later: so a fault here is told, and no more.
 */
export async function retrySoon(
  { queue, telemetry }: { readonly queue: Pick<SqsQueue, 'retryLater'>; readonly telemetry: Telemetry },
  { receiptHandle, messageId }: SQSRecord,
): Promise<void> {
  try {
    await queue.retryLater(receiptHandle, chooseRetrySeconds());
  } catch (error) {
    telemetry.error('message keeps its visibility timeout', error, { message_id: messageId });
  }
}

/** The queue that S3's events of the landing bucket go to, and whoever wants an object looked at again. */
export interface LandingQueue {
  /** Asks for landing objects to be loaded as they are now. */
  send(landingKeys: readonly string[]): Promise<void>;
}

/** The landing queue on SQS: messages `{"key": …}` beside S3's own. */
export class SqsLandingQueue implements LandingQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  async send(landingKeys: readonly string[]): Promise<void> {
    await this.#queue.send(landingKeys.map((key) => ({ body: JSON.stringify({ key }) })));
  }
}
