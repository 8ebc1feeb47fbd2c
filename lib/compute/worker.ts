import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Configuration } from '../configuration.ts';
import type { PrivateBucket } from '../storage/private-bucket.ts';

/** What every construct that works on the lake is given. */
export interface WorkerProps {
  readonly configuration: Configuration;
  readonly landing: PrivateBucket;
  readonly lake: PrivateBucket;
  readonly landingQueue: Queue;
  readonly touchQueue: Queue;
}
