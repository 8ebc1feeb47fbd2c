import type { SQSRecord } from 'aws-lambda';
import { chooseRetrySeconds, type SqsQueue } from './sqs-queue.ts';
import type { Telemetry } from './telemetry.ts';

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
