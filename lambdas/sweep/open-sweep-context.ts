import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { defaultLimits } from '../convert/convert-object.ts';
import { toConverterIds } from '../convert/converter-id.ts';
import { SqsRefreshQueue } from '../core/invalidations.ts';
import { claimLake } from '../core/lake-format.ts';
import { clientOptions, definitionVariables, readEnvironment, toDefinition } from '../core/runtime.ts';
import { openS3Landing } from '../core/s3-landing.ts';
import { S3ObjectStore } from '../core/s3-store.ts';
import { SqsLandingQueue, SqsQueue } from '../core/sqs-queue.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { SweepContext } from './sweep-lake.ts';

/**
 * Opens what the function `sweep` keeps between invocations.
 *
 * @param environment the variables of the function's environment
 * @throws BetlakeError naming the variables that are missing or wrong; where a newer version has written to the lake
 */
export async function openSweepContext(
  environment: Readonly<Record<string, string | undefined>>,
  telemetry: Telemetry,
): Promise<SweepContext> {
  const variables = readEnvironment(environment, [
    'BETLAKE_LANDING_BUCKET',
    'BETLAKE_LAKE_BUCKET',
    'BETLAKE_LANDING_QUEUE_URL',
    'BETLAKE_REFRESH_QUEUE_URL',
    'BETLAKE_FIRST_DATE',
    ...definitionVariables,
    'BETLAKE_SWEEP_WINDOW_DAYS',
    'BETLAKE_INVALIDATION_SECONDS',
  ]);
  const s3 = new S3Client(clientOptions);
  const sqs = new SQSClient(clientOptions);
  const settings = { firstDate: variables.BETLAKE_FIRST_DATE, limits: defaultLimits };
  const now = () => new Date();
  // A sweep checks out no files, so this folder stays empty.
  const scratch = join(tmpdir(), 'betlake-function');
  const store = new S3ObjectStore({ client: s3, bucket: variables.BETLAKE_LAKE_BUCKET, scratch });
  await claimLake(store);
  return {
    landing: openS3Landing(s3, variables.BETLAKE_LANDING_BUCKET),
    store,
    landingQueue: new SqsLandingQueue(new SqsQueue(sqs, variables.BETLAKE_LANDING_QUEUE_URL)),
    refreshQueue: new SqsRefreshQueue(new SqsQueue(sqs, variables.BETLAKE_REFRESH_QUEUE_URL), now),
    telemetry,
    definition: toDefinition(variables),
    converters: toConverterIds(settings),
    windowDays: variables.BETLAKE_SWEEP_WINDOW_DAYS,
    invalidationSeconds: variables.BETLAKE_INVALIDATION_SECONDS,
    now,
  };
}
