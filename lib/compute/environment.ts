import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Configuration } from '../configuration.ts';
import type { WorkQueue } from '../storage/work-queue.ts';
import { toInvalidationSeconds } from './timeouts.ts';

/** The buckets and queues of the handlers; the same for all, each with grants of its own. */
export interface FunctionResources {
  readonly landing: { readonly bucketName: string };
  readonly lake: Bucket;
  readonly landingQueue: WorkQueue;
  readonly refreshQueue: WorkQueue;
}

/** The namespace of the metrics that the handlers emit. */
export const metricsNamespace = 'Betlake';

/** The dimension `service` of a handler's metrics; with the stage, so that the metrics of two stages are separate. */
export function toServiceName({ stage }: Configuration, task: string): string {
  return `betlake-${stage}-${task}`;
}

export function toEnvironment(
  configuration: Configuration,
  task: 'convert' | 'rollup' | 'sweep',
  { landing, lake, landingQueue, refreshQueue }: FunctionResources,
): Record<string, string> {
  return {
    BETLAKE_LANDING_BUCKET: landing.bucketName,
    BETLAKE_LAKE_BUCKET: lake.bucketName,
    BETLAKE_LANDING_QUEUE_URL: landingQueue.queue.queueUrl,
    BETLAKE_REFRESH_QUEUE_URL: refreshQueue.queue.queueUrl,
    BETLAKE_FIRST_DATE: configuration.dateRange.first,
    BETLAKE_DEBITS: configuration.debits,
    BETLAKE_STAKE_TYPES: JSON.stringify(configuration.stakeTypes),
    BETLAKE_VOID_STATUSES: JSON.stringify(configuration.voidStatuses),
    BETLAKE_MEMORY_MIB: String(configuration.memoryMib[task]),
    BETLAKE_SWEEP_WINDOW_DAYS: String(configuration.sweep.windowDays),
    BETLAKE_INVALIDATION_SECONDS: String(toInvalidationSeconds(configuration)),
    POWERTOOLS_SERVICE_NAME: toServiceName(configuration, task),
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
  };
}
