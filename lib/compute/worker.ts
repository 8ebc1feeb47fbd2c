import type { Configuration } from '../configuration.ts';
import type { LandingBucket } from '../storage/existing-landing.ts';
import type { PrivateBucket } from '../storage/private-bucket.ts';
import type { WorkQueue } from '../storage/work-queue.ts';

/** What every construct that works on the lake is given. */
export interface WorkerProps {
  readonly configuration: Configuration;
  readonly landing: LandingBucket;
  readonly lake: PrivateBucket;
  readonly landingQueue: WorkQueue;
  readonly refreshQueue: WorkQueue;
}
