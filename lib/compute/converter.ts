import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import {
  curatedFilesPrefix,
  lakeFormatKey,
  ledgerPrefix,
  quarantineFilesPrefix,
  unsupportedRecordsPrefix,
} from '../../glue/prefixes.ts';
import { BetlakeFunction } from './betlake-function.ts';
import { convertSeconds } from './timeouts.ts';
import type { WorkerProps } from './worker.ts';

/** Converts what lands: rows to the curated prefix, refused lines to quarantine, a record to the ledger. */
export class Converter extends Construct {
  readonly function: BetlakeFunction;

  constructor(scope: Construct, id: string, { configuration, ...stores }: WorkerProps) {
    super(scope, id);
    const { landing, lake, landingQueue, refreshQueue } = stores;
    this.function = new BetlakeFunction(this, 'Function', {
      configuration,
      task: 'convert',
      resources: stores,
      timeout: Duration.seconds(convertSeconds),
      // The Parquet files of an object, which texts that compress badly make as large as it is.
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
    lake.grantListBelow(this.function, [...records, lakeFormatKey]);
    lake.grantNotes(this.function, [lakeFormatKey]);
    lake.grantPutBelow(this.function, [
      ...records,
      ...datasetNames.map(curatedFilesPrefix),
      ...datasetNames.map(quarantineFilesPrefix),
    ]);
    refreshQueue.grantSend(this.function);
  }
}
