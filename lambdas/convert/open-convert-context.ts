import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../lake/client-options.ts';
import { readEnvironment } from '../lake/function-environment.ts';
import { openRuntime } from '../lake/function-runtime.ts';
import { SqsRefreshQueue } from '../lake/refresh-queue.ts';
import { openS3Landing } from '../lake/s3-landing.ts';
import { S3ObjectStore } from '../lake/s3-store.ts';
import { SqsQueue } from '../lake/sqs-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { ConvertBatchContext } from './convert-batch.ts';
import { defaultLimits } from './convert-object.ts';

/**
 * What the function `convert` works with as long as its process lives.
 *
 * @param environment the function's own
 * @throws BetlakeError naming what the environment lacks
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
    'BETLAKE_MEMORY_MIB',
  ]);
  const { engine, scratch } = await openRuntime(
    join(tmpdir(), 'betlake-function'),
    variables.BETLAKE_MEMORY_MIB,
  );
  const now = () => new Date();
  const s3 = new S3Client(clientOptions);
  const sqs = new SQSClient(clientOptions);
  return {
    landing: openS3Landing(s3, variables.BETLAKE_LANDING_BUCKET),
    store: new S3ObjectStore({ client: s3, bucket: variables.BETLAKE_LAKE_BUCKET, scratch }),
    queue: new SqsQueue(sqs, variables.BETLAKE_LANDING_QUEUE_URL),
    refreshQueue: new SqsRefreshQueue(new SqsQueue(sqs, variables.BETLAKE_REFRESH_QUEUE_URL), now),
    telemetry,
    engine,
    scratch,
    firstDate: variables.BETLAKE_FIRST_DATE,
    limits: defaultLimits,
    now,
  };
}
