import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { BetlakeError } from '../core/errors.ts';
import { SqsRefreshQueue } from '../core/invalidations.ts';
import { claimLake } from '../core/lake-format.ts';
import { clientOptions, openScratch, readEnvironment } from '../core/runtime.ts';
import { openS3Landing } from '../core/s3-landing.ts';
import { S3ObjectStore } from '../core/s3-store.ts';
import { retrySoon, SqsQueue } from '../core/sqs-queue.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { defaultLimits } from './convert-object.ts';
import { type ConvertContext, handleLandingMessage } from './landing-message.ts';

/**
 * Opens what the function `convert` keeps between invocations.
 *
 * @param environment the variables of the function's environment
 * @throws BetlakeError naming the variables that are missing or wrong; where a newer version has written to the lake
 */
export async function openConvertContext(
  environment: Readonly<Record<string, string | undefined>>,
  telemetry: Telemetry,
): Promise<ConvertBatchContext> {
  const variables = readEnvironment(environment, [
    'BETLAKE_LANDING_BUCKET',
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_LANDING_QUEUE_URL',
    'BETLAKE_REFRESH_QUEUE_URL',
    'BETLAKE_FIRST_DATE',
  ]);
  const scratch = await openScratch(join(tmpdir(), 'betlake-function'));
  const now = () => new Date();
  const s3 = new S3Client(clientOptions);
  const store = new S3ObjectStore({ client: s3, bucket: variables.BETLAKE_LAKE_BUCKET, scratch });
  await claimLake(store);
  const sqs = new SQSClient(clientOptions);
  return {
    landing: openS3Landing(s3, variables.BETLAKE_LANDING_BUCKET),
    store,
    queue: new SqsQueue(sqs, variables.BETLAKE_LANDING_QUEUE_URL),
    refreshQueue: new SqsRefreshQueue(new SqsQueue(sqs, variables.BETLAKE_REFRESH_QUEUE_URL), now),
    telemetry,
    scratch,
    firstDate: variables.BETLAKE_FIRST_DATE,
    limits: defaultLimits,
    now,
  };
}

export interface ConvertBatchContext extends ConvertContext {
  /** The queue that the messages come from. */
  readonly queue: Pick<SqsQueue, 'retryLater'>;
}

/** Reserved of the function's time, so that a step that was begun ends and the response is returned. */
const reserveMs = 15_000;

/** With less time left no message is begun; a small object takes less. */
const leastMs = 5_000;

/**
 * Handles a batch of the landing queue's messages one after another: memory is that of one
 * object. A message that fails, or that there is no time left to begin, is reported
 * as failed and comes again soon; it stops no other.
 *
 * @param remainingMs the time that the function has left, read before each message
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
      if (remainingMs() < reserveMs + leastMs)
        throw new BetlakeError('no time left to begin with this message; it comes again');
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
