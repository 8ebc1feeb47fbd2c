import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../lake/client-options.ts';
import { definitionVariables, readEnvironment, toDefinition } from '../lake/function-environment.ts';
import { SqsLandingQueue } from '../lake/landing-queue.ts';
import { openS3Landing } from '../lake/s3-landing.ts';
import { S3ObjectStore } from '../lake/s3-store.ts';
import { SqsQueue } from '../lake/sqs-queue.ts';
import { SqsTouchQueue } from '../lake/sqs-touch-queue.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { SweepContext } from './sweep-lake.ts';

/**
 * What the function `sweep` works with as long as its process lives.
 *
 * @param environment the function's own
 * @throws BetlakeError naming what the environment lacks
 */
export function openSweepContext(
  environment: Readonly<Record<string, string | undefined>>,
  telemetry: Telemetry,
): SweepContext {
  const said = readEnvironment(environment, [
    'BETLAKE_LANDING_BUCKET',
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_LANDING_QUEUE_URL',
    'BETLAKE_TOUCH_QUEUE_URL',
    ...definitionVariables,
    'BETLAKE_SWEEP_WINDOW_DAYS',
  ]);
  const s3 = new S3Client(clientOptions);
  const sqs = new SQSClient(clientOptions);
  return {
    landing: openS3Landing(s3, said.BETLAKE_LANDING_BUCKET),
    // A sweep checks no file out.
    store: new S3ObjectStore({
      client: s3,
      bucket: said.BETLAKE_LAKE_BUCKET,
      scratch: join(tmpdir(), 'betlake-function'),
    }),
    landingQueue: new SqsLandingQueue(new SqsQueue(sqs, said.BETLAKE_LANDING_QUEUE_URL)),
    touches: new SqsTouchQueue(new SqsQueue(sqs, said.BETLAKE_TOUCH_QUEUE_URL)),
    telemetry,
    definition: toDefinition(said),
    windowDays: said.BETLAKE_SWEEP_WINDOW_DAYS,
    now: () => new Date(),
  };
}
