import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseInvalidation } from '../lake/refresh-queue.ts';
import { retrySoon } from '../lake/retry-soon.ts';
import type { SqsQueue } from '../lake/sqs-queue.ts';
import { handleInvalidation, type InvalidationContext } from './handle-invalidation.ts';

export interface RefreshBatchContext extends InvalidationContext {
  /** Where the messages come from. */
  readonly queue: Pick<SqsQueue, 'retryLater'>;
}

/**
 * Works off messages of the refresh queue, in their order. The queue gives one at a time, so a day has all of the
 * function's time and one that kills the function uses up no other's tries. Were there several, those of a group
 * behind one that failed are not begun: they are of the same day, and come again with it.
 */
export async function refreshBatch(
  context: RefreshBatchContext,
  { Records }: SQSEvent,
): Promise<SQSBatchResponse> {
  const failedGroups = new Set<string>();
  const failed: string[] = [];
  for (const record of Records) {
    const { messageId, body, attributes } = record;
    const group = attributes.MessageGroupId ?? messageId;
    try {
      if (!failedGroups.has(group)) {
        await handleInvalidation(context, parseInvalidation(body));
        continue;
      }
    } catch (error) {
      context.telemetry.error('refresh failed', error, { message_id: messageId, group });
      failedGroups.add(group);
    }
    failed.push(messageId);
    await retrySoon(context, record);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
