import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import {
  curatedFilesPrefix,
  curatedManifestPrefix,
  lakeFormatKey,
  ledgerPrefix,
  rollupFilesPrefix,
  rollupManifestPrefix,
} from '../../glue/prefixes.ts';
import { rollups } from '../../glue/rollups/index.ts';
import { BetlakeFunction } from './betlake-function.ts';
import { rollupSeconds } from './timeouts.ts';
import type { WorkerProps } from './worker.ts';

/** Refreshes invalid days and dimensions: computes them anew and publishes them by manifest. */
export class RollupWorker extends Construct {
  readonly function: BetlakeFunction;

  constructor(scope: Construct, id: string, { configuration, ...stores }: WorkerProps) {
    super(scope, id);
    const { lake, refreshQueue } = stores;
    this.function = new BetlakeFunction(this, 'Function', {
      configuration,
      task: 'rollup',
      resources: stores,
      timeout: Duration.seconds(rollupSeconds),
      // A day's curated files, and what the engine spills.
      scratch: Size.gibibytes(10),
    });
    this.function.addEventSource(
      new SqsEventSource(refreshQueue.queue, {
        // A day has a call of its own: one that kills the function uses up no other's tries, and none runs out of time.
        batchSize: 1,
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
    lake.grantGetBelow(this.function, [...records, ...curated, ...manifests, ...computed]);
    lake.grantListBelow(this.function, [...records, ...curated, ...manifests, ...computed, lakeFormatKey]);
    lake.grantNotes(this.function, [lakeFormatKey]);
    lake.grantPutBelow(this.function, [
      // The file without rows that makes every publication of a day differ from all before it.
      ...curated.map((prefix) => `${prefix}*/published.`),
      ...manifests,
      ...computed,
    ]);
  }
}
