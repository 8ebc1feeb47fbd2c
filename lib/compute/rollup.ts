import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets.ts';
import {
  activityPacePrefix,
  curatedFilesPrefix,
  curatedManifestPrefix,
  ledgerPrefix,
  rollupFilesPrefix,
  rollupManifestPrefix,
} from '../../glue/prefixes.ts';
import { rollups } from '../../glue/rollups.ts';
import { DuckDbFunction } from './duck-db-function.ts';
import type { WorkerProps } from './worker.ts';

/** A day of three million bets takes seconds (measured: 3.7 s on two cores); the rest is for years sent at once. */
export const rollupTimeout = Duration.minutes(15);

/** Computes touched days and dimensions anew and publishes them by manifest. */
export class Rollup extends Construct {
  readonly function: DuckDbFunction;

  constructor(scope: Construct, id: string, { configuration, ...stores }: WorkerProps) {
    super(scope, id);
    const { lake, touchQueue } = stores;
    this.function = new DuckDbFunction(this, 'Function', {
      configuration,
      task: 'rollup',
      surroundings: stores,
      timeout: rollupTimeout,
      // A day's curated files, and what the engine spills.
      scratch: Size.gibibytes(10),
    });
    this.function.addEventSource(
      new SqsEventSource(touchQueue.queue, {
        // Touches of one day that are in one batch are one computation; a window fills a batch.
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(configuration.touchWindowSeconds),
        reportBatchItemFailures: true,
        maxConcurrency: configuration.concurrency.rollup,
      }),
    );
    const curated = datasetNames.map(curatedFilesPrefix);
    const manifests = [
      ...datasetNames.map(curatedManifestPrefix),
      ...rollups.map(({ name }) => rollupManifestPrefix(name)),
    ];
    const computed = rollups.map(({ name }) => rollupFilesPrefix(name));
    const records = datasetNames.map(ledgerPrefix);
    const paces = [activityPacePrefix];
    lake.grantGetBelow(this.function, [...records, ...curated, ...manifests, ...computed, ...paces]);
    lake.grantListBelow(this.function, [...records, ...curated, ...manifests, ...computed, ...paces]);
    lake.grantPutBelow(this.function, [
      // The file without rows that makes every publication of a day differ from all before it.
      ...curated.map((prefix) => `${prefix}*/published.`),
      ...manifests,
      ...computed,
      ...paces,
    ]);
    // Touches of a day that is to be left alone for a while are sent once more, for later.
    touchQueue.grantSend(this.function);
  }
}
