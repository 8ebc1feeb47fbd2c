import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../lake/client-options.ts';
import { readEnvironment } from '../lake/function-environment.ts';
import { openWorkshop } from '../lake/function-workshop.ts';
import { openS3Landing } from '../lake/s3-landing.ts';
import { S3ObjectStore } from '../lake/s3-store.ts';
import { SqsQueue } from '../lake/sqs-queue.ts';
import { SqsTouchQueue } from '../lake/sqs-touch-queue.ts';
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
  const said = readEnvironment(environment, [
    'BETLAKE_LANDING_BUCKET',
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_LANDING_QUEUE_URL',
    'BETLAKE_TOUCH_QUEUE_URL',
    'BETLAKE_FIRST_DATE',
    'BETLAKE_MEMORY_MIB',
  ]);
  const { engine, scratch } = await openWorkshop(join(tmpdir(), 'betlake-function'), said.BETLAKE_MEMORY_MIB);
  const s3 = new S3Client(clientOptions);
  const sqs = new SQSClient(clientOptions);
  return {
    landing: openS3Landing(s3, said.BETLAKE_LANDING_BUCKET),
    store: new S3ObjectStore({ client: s3, bucket: said.BETLAKE_LAKE_BUCKET, scratch }),
    queue: new SqsQueue(sqs, said.BETLAKE_LANDING_QUEUE_URL),
    touches: new SqsTouchQueue(new SqsQueue(sqs, said.BETLAKE_TOUCH_QUEUE_URL)),
    telemetry,
    engine,
    scratch,
    firstDate: said.BETLAKE_FIRST_DATE,
    limits: defaultLimits,
    now: () => new Date(),
  };
}
