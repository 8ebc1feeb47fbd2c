import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { retrySoon } from '../lake/retry-soon.ts';
import type { SqsQueue } from '../lake/sqs-queue.ts';
import type { PacedContext } from './answer-in-pace.ts';
import { handleTouchMessages } from './handle-touch-messages.ts';

export interface RollupBatchContext extends PacedContext {
  /** Where the messages come from. */
  readonly queue: Pick<SqsQueue, 'retryLater'>;
}

/**
 * Answers a batch of the touch queue's messages as one; those that failed come again soon.
 *
 * @param remainingMs what the function has left, asked before each computation
 */
export async function rollupBatch(
  context: RollupBatchContext,
  event: SQSEvent,
  remainingMs: () => number,
): Promise<SQSBatchResponse> {
  const messages = event.Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    body,
    isAgain: Number(attributes.ApproximateReceiveCount) > 1,
  }));
  const leastMs = Math.min(maxLeastMs, remainingMs() / 2);
  const failed = new Set(await handleTouchMessages(context, messages, () => remainingMs() > leastMs));
  for (const record of event.Records) if (failed.has(record.messageId)) await retrySoon(context, record);
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** With less than this, or half of what there was, nothing is begun: a group of large days takes minutes. */
const maxLeastMs = 240_000;
