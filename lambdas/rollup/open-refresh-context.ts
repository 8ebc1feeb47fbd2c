import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../lake/client-options.ts';
import { definitionVariables, readEnvironment, toDefinition } from '../lake/function-environment.ts';
import { openRuntime } from '../lake/function-runtime.ts';
import { S3ObjectStore } from '../lake/s3-store.ts';
import { SqsQueue } from '../lake/sqs-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { RefreshBatchContext } from './refresh-batch.ts';

/**
 * What the function `rollup` works with as long as its process lives.
 *
 * @param environment the function's own
 * @throws BetlakeError naming what the environment lacks
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
  const { engine, scratch } = await openRuntime(
    join(tmpdir(), 'betlake-function'),
    variables.BETLAKE_MEMORY_MIB,
  );
  const client = new S3Client(clientOptions);
  const bucket = variables.BETLAKE_LAKE_BUCKET;
  return {
    openStore: (folder) => new S3ObjectStore({ client, bucket, scratch: folder }),
    queue: new SqsQueue(new SQSClient(clientOptions), variables.BETLAKE_REFRESH_QUEUE_URL),
    telemetry,
    engine,
    scratch,
    definition: toDefinition(variables),
    now: () => new Date(),
  };
}
