import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../lake/client-options.ts';
import { definitionVariables, readEnvironment, toDefinition } from '../lake/function-environment.ts';
import { openWorkshop } from '../lake/function-workshop.ts';
import { S3ObjectStore } from '../lake/s3-store.ts';
import { SqsQueue } from '../lake/sqs-queue.ts';
import { SqsTouchQueue } from '../lake/sqs-touch-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { RollupBatchContext } from './rollup-batch.ts';

/**
 * What the function `rollup` works with as long as its process lives.
 *
 * @param environment the function's own
 * @throws BetlakeError naming what the environment lacks
 */
export async function openRollupContext(
  environment: Readonly<Record<string, string | undefined>>,
  telemetry: Telemetry,
): Promise<RollupBatchContext> {
  const said = readEnvironment(environment, [
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_TOUCH_QUEUE_URL',
    ...definitionVariables,
    'BETLAKE_MEMORY_MIB',
    'BETLAKE_DAY_INTERVAL_SECONDS',
  ]);
  const { engine, scratch, threads } = await openWorkshop(
    join(tmpdir(), 'betlake-function'),
    said.BETLAKE_MEMORY_MIB,
  );
  const client = new S3Client(clientOptions);
  const bucket = said.BETLAKE_LAKE_BUCKET;
  const queue = new SqsQueue(new SQSClient(clientOptions), said.BETLAKE_TOUCH_QUEUE_URL);
  return {
    openStore: (folder) => new S3ObjectStore({ client, bucket, scratch: folder }),
    queue,
    touches: new SqsTouchQueue(queue),
    dayIntervalSeconds: said.BETLAKE_DAY_INTERVAL_SECONDS,
    telemetry,
    engine,
    scratch,
    // One more than the engine has threads: its files are on their way while the others are computed.
    atOnce: threads + 1,
    definition: toDefinition(said),
    now: () => new Date(),
  };
}
