import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Annotations, CfnOutput, Duration, PermissionsBoundary, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { listQuotaWarnings } from './account-quotas.ts';
import { Catalog } from './catalog/catalog.ts';
import { Converter } from './compute/converter.ts';
import { RollupWorker } from './compute/rollup-worker.ts';
import { Sweep } from './compute/sweep.ts';
import { convertSeconds, rollupSeconds } from './compute/timeouts.ts';
import type { Configuration } from './configuration.ts';
import { AlarmTopic } from './observability/alarm-topic.ts';
import { Alarms } from './observability/alarms.ts';
import { LakeDashboard } from './observability/dashboard.ts';
import { MetricsReader } from './query/metrics-reader.ts';
import { QueryResults } from './query/query-results.ts';
import { Workgroup } from './query/workgroup.ts';
import { AccessLogs } from './storage/access-logs.ts';
import { DataKey } from './storage/data-key.ts';
import { ExistingLanding, type LandingBucket } from './storage/existing-landing.ts';
import { LakeBucket } from './storage/lake-bucket.ts';
import { LandingStorage } from './storage/landing-storage.ts';
import { WorkQueue } from './storage/work-queue.ts';

/**
 * One deployment of Betlake. One stack, because its parts have one life cycle: a view without its tables or a
 * queue without its bucket is useless, and an update succeeds or is rolled back as a whole.
 */
export class BetlakeStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    const { stage, permissionsBoundary } = configuration;
    super(scope, id, {
      stackName: id,
      description: `Betlake ${stage}: bets, players and games turned into metrics`,
      analyticsReporting: false,
      tags: { ...configuration.tags, application: 'betlake', stage },
      ...(permissionsBoundary !== undefined && {
        permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary),
      }),
    });
    for (const { id, text } of listQuotaWarnings(configuration))
      Annotations.of(this).addWarningV2(`betlake:quota-${id}`, text);
    const encryptionKey = toDataKey(this, configuration);
    const accessLogs = new AccessLogs(this, 'AccessLogs', configuration);
    const bucketProps = { configuration, encryptionKey, accessLogs };

    const landingQueue = new WorkQueue(this, 'LandingQueue', {
      functionSeconds: convertSeconds,
      encryptionKey,
    });
    const fifoDelay = Duration.seconds(configuration.refreshDelaySeconds);
    const refreshQueue = new WorkQueue(this, 'RefreshQueue', {
      functionSeconds: rollupSeconds,
      fifoDelay,
      encryptionKey,
    });
    const { queue } = landingQueue;
    const landing: LandingBucket =
      configuration.landingBucket === undefined
        ? new LandingStorage(this, 'Landing', { ...bucketProps, queue }).bucket
        : new ExistingLanding(this, 'Landing', configuration.landingBucket, queue);
    const lake = new LakeBucket(this, 'Lake', bucketProps);

    const stores = {
      landing,
      lake,
      landingQueue,
      refreshQueue,
    };
    const converter = new Converter(this, 'Converter', { configuration, ...stores });
    const rollup = new RollupWorker(this, 'Rollup', { configuration, ...stores });
    const sweep = new Sweep(this, 'Sweep', { configuration, ...stores });

    const catalog = new Catalog(this, 'Catalog', { configuration, lake });
    const results = new QueryResults(this, 'QueryResults', bucketProps);
    const workgroup = new Workgroup(this, 'Workgroup', {
      configuration,
      results,
      name: `betlake-${stage}`,
      description: 'Betlake: every table and view',
      prefix: 'all/',
    });
    const metricsWorkgroup = new Workgroup(this, 'MetricsWorkgroup', {
      configuration,
      results,
      name: `betlake-${stage}-metrics`,
      description: 'Betlake: metrics alone, its results apart from those of refused lines and players',
      prefix: 'metrics/',
    });
    const reader = new MetricsReader(this, 'MetricsReader', { catalog, lake, workgroup: metricsWorkgroup });

    const watched = {
      configuration,
      functions: { convert: converter.function, rollup: rollup.function, sweep: sweep.function },
      queues: { landing: landingQueue, refresh: refreshQueue },
    };
    const topic = new AlarmTopic(this, 'AlarmTopic', configuration);
    const alarms = new Alarms(this, 'Alarms', watched, topic);
    const dashboard = new LakeDashboard(this, 'Dashboard', watched, alarms.all);

    this.#addOutputs({
      LandingBucketName: landing.bucketName,
      LakeBucketName: lake.bucketName,
      LandingQueueUrl: landingQueue.queue.queueUrl,
      RefreshQueueUrl: refreshQueue.queue.queueUrl,
      DatabaseName: catalog.databaseName,
      Debits: configuration.debits,
      WorkgroupName: workgroup.workgroupName,
      MetricsWorkgroupName: metricsWorkgroup.workgroupName,
      MetricsReaderPolicyArn: reader.managedPolicyArn,
      AlarmTopicArn: topic.topicArn,
      DashboardUrl: dashboard.url,
    });
  }

  #addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

/** An existing key, whose policy is its owner's to write, or one of the deployment's own. */
function toDataKey(stack: Stack, configuration: Configuration): IKey | undefined {
  const { customerKey } = configuration;
  if (typeof customerKey === 'string') return Key.fromKeyArn(stack, 'DataKey', customerKey);
  return customerKey ? new DataKey(stack, 'DataKey', configuration) : undefined;
}
