import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { BetlakeError } from './errors.ts';
import type { Telemetry } from './telemetry.ts';

/** The part of an SQS client that Betlake uses; tests pass a queue in memory. */
export type SqsSender = Pick<SQSClient, 'send'>;

/** A message to send; for a FIFO queue, with its group and deduplication id. */
export interface QueueMessage {
  readonly body: string;
  readonly group?: string;
  readonly deduplicationId?: string;
}

/** The limit of one SendMessageBatch. */
const sendsAtOnce = 10;

/** One SQS queue. */
export class SqsQueue {
  readonly #client: SqsSender;
  readonly #url: string;

  constructor(client: SqsSender, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /**
   * Sends messages, ten a request. Messages that SQS refuses within a request are sent once more.
   *
   * @throws BetlakeError where a message was refused twice: some of the others may have been sent
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

  /** Makes a received message, which is about to be reported as failed, visible again after some seconds. */
  async retryLater(receiptHandle: string, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  /** @returns the error codes of refused messages, by entry */
  async #sendBatch(Entries: SendMessageBatchRequestEntry[]): Promise<Map<string, string>> {
    const response = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    return new Map((response.Failed ?? []).map(({ Id = '', Code = 'unknown' }) => [Id, Code]));
  }
}

/**
 * Makes a message that is about to be reported as failed come again soon. Without this it comes again later,
 * after the queue's visibility timeout: so an error here is only logged.
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

/** The queue of the landing bucket's S3 events; a sweep and `betlake reload` send keys to it, too. */
export interface LandingQueue {
  /** Requests that landing objects be loaded in their current version. */
  send(landingKeys: readonly string[]): Promise<void>;
}

/** The landing queue on SQS: messages `{"key": …}` beside S3's events. */
export class SqsLandingQueue implements LandingQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  async send(landingKeys: readonly string[]): Promise<void> {
    await this.#queue.send(landingKeys.map((key) => ({ body: JSON.stringify({ key }) })));
  }
}

/**
 * How long a failed message stays invisible: much shorter than the queue's visibility timeout, which must
 * outlast a function, and random, so that messages which failed together do not come back together.
 */
function chooseRetrySeconds(random: () => number = Math.random): number {
  return 30 + Math.floor(random() * 91);
}
