import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { BetlakeError } from '../lake/errors.ts';
import { retrySoon } from '../lake/retry-soon.ts';
import type { SqsQueue } from '../lake/sqs-queue.ts';
import { type ConvertContext, handleLandingMessage } from './handle-landing-message.ts';

export interface ConvertBatchContext extends ConvertContext {
  /** Where the messages come from. */
  readonly queue: Pick<SqsQueue, 'retryLater'>;
}

/**
 * Answers a batch of the landing queue's messages one after another: the engine has all threads for one
 * object, and memory is that of one. What fails, and what there is no time left to begin, is reported failed
 * and comes again soon; the others are done all the same.
 *
 * @param remainingMs what the function has left, asked anew for each message
 */
export async function convertBatch(
  context: ConvertBatchContext,
  event: SQSEvent,
  remainingMs: () => number,
): Promise<SQSBatchResponse> {
  const timeMs = Math.max(0, remainingMs() - reserveMs);
  const inTime = { ...context, signal: AbortSignal.timeout(timeMs) };
  const handle = async (record: SQSRecord) => {
    try {
      if (remainingMs() < reserveMs + leastMs) throw new BetlakeError('no time left to begin with it');
      await handleLandingMessage(inTime, record.body);
    } catch (error) {
      context.telemetry.error('message failed', error, { message_id: record.messageId });
      await retrySoon(context, record);
      throw error;
    }
  };
  const processor = new BatchProcessor(EventType.SQS);
  const options = { processInParallel: false, throwOnFullBatchFailure: false };
  return processPartialResponse(event, handle, processor, options);
}

/** What is kept back of the function's time: a step that was begun ends within it, and the answer is given. */
const reserveMs = 15_000;
/** With less than this nothing is begun; a small object takes less. */
const leastMs = 5_000;
