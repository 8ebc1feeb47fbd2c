import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets.ts';
import {
  curatedFilesPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  unsupportedRecordsPrefix,
} from '../../glue/prefixes.ts';
import { DuckDbFunction } from './duck-db-function.ts';
import type { WorkerProps } from './worker.ts';

/**
 * The largest object, 6 GiB inflated, takes about half a minute of one vCPU (docs/performance.md) and
 * the time to read it; the rest is for the other objects of its batch.
 */
export const convertTimeout = Duration.minutes(15);

/** Converts what lands: rows to the curated prefix, refused lines to quarantine, a record to the ledger. */
export class Converter extends Construct {
  readonly function: DuckDbFunction;

  constructor(scope: Construct, id: string, { configuration, ...stores }: WorkerProps) {
    super(scope, id);
    const { landing, lake, landingQueue, touchQueue } = stores;
    this.function = new DuckDbFunction(this, 'Function', {
      configuration,
      task: 'convert',
      surroundings: stores,
      timeout: convertTimeout,
      // An object's values by date, and the Parquet files made of them.
      scratch: Size.gibibytes(10),
    });
    this.function.addEventSource(
      new SqsEventSource(landingQueue.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: configuration.concurrency.convert,
      }),
    );
    const landed = datasetNames.map((dataset) => `${dataset}/`);
    const records = [...datasetNames.map(ledgerPrefix), unsupportedRecordsPrefix];
    landing.grantGetBelow(this.function, landed, true);
    landing.grantListBelow(this.function, landed);
    lake.grantGetBelow(this.function, records);
    lake.grantListBelow(this.function, records);
    lake.grantPutBelow(this.function, [
      ...records,
      ...datasetNames.map(curatedFilesPrefix),
      ...datasetNames.map(quarantineFilesPrefix),
    ]);
    touchQueue.grantSend(this.function);
  }
}
