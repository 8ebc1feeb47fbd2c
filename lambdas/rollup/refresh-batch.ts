import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openFunctionEngine } from '../core/function-engine.ts';
import { parseInvalidation } from '../core/invalidations.ts';
import { claimLake } from '../core/lake-format.ts';
import {
  clientOptions,
  definitionVariables,
  openScratch,
  readEnvironment,
  toDefinition,
} from '../core/runtime.ts';
import { S3ObjectStore } from '../core/s3-store.ts';
import { retrySoon, SqsQueue } from '../core/sqs-queue.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { handleInvalidation, type InvalidationContext } from './handle-invalidation.ts';

/**
 * Opens what the function `rollup` keeps between invocations.
 *
 * @param environment the variables of the function's environment
 * @throws BetlakeError naming the variables that are missing or wrong; where a newer version has written to the lake
 */
export async function openRefreshContext(
  environment: Readonly<Record<string, string | undefined>>,
  telemetry: Telemetry,
): Promise<RefreshBatchContext> {
  const variables = readEnvironment(environment, [
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_REFRESH_QUEUE_URL',
    ...definitionVariables,
    'BETLAKE_MEMORY_MIB',
  ]);
  const folder = join(tmpdir(), 'betlake-function');
  const scratch = await openScratch(folder);
  const engine = await openFunctionEngine(folder, scratch, variables.BETLAKE_MEMORY_MIB);
  const client = new S3Client(clientOptions);
  const bucket = variables.BETLAKE_LAKE_BUCKET;
  const openStore = (folder: string) => new S3ObjectStore({ client, bucket, scratch: folder });
  await claimLake(openStore(scratch));
  return {
    openStore,
    queue: new SqsQueue(new SQSClient(clientOptions), variables.BETLAKE_REFRESH_QUEUE_URL),
    telemetry,
    engine,
    scratch,
    definition: toDefinition(variables),
    now: () => new Date(),
  };
}

export interface RefreshBatchContext extends InvalidationContext {
  /** The queue that the messages come from. */
  readonly queue: Pick<SqsQueue, 'retryLater'>;
}

/**
 * Handles messages of the refresh queue, in their order. The function receives one at a time, so a day has all
 * of the function's time, and a day that kills the function uses up the tries of no other. Should there be
 * several, those of a group after a failed one are not begun: they are of the same day, and come again with it.
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
