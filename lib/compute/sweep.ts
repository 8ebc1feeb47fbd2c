import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import {
  curatedFilesPrefix,
  curatedManifestPrefix,
  lakeFormatKey,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupFilesPrefix,
  rollupManifestPrefix,
  unnamedFilesKey,
  unsupportedRecordsPrefix,
} from '../../glue/prefixes.ts';
import { dimensions, rollups } from '../../glue/rollups/index.ts';
import { BetlakeFunction } from './betlake-function.ts';
import { sweepSeconds } from './timeouts.ts';
import type { WorkerProps } from './worker.ts';

/**
 * Compares landing with the ledger and the ledger with the manifests, sends again what is missing, and removes files
 * that nothing names.
 */
export class Sweep extends Construct {
  readonly function: BetlakeFunction;

  constructor(scope: Construct, id: string, { configuration, ...stores }: WorkerProps) {
    super(scope, id);
    const { landing, lake, landingQueue, refreshQueue } = stores;
    this.function = new BetlakeFunction(this, 'Function', {
      configuration,
      task: 'sweep',
      resources: stores,
      timeout: Duration.seconds(sweepSeconds),
      scratch: Size.mebibytes(512),
    });
    new Rule(this, 'Schedule', {
      description: `Betlake ${configuration.stage}: sweep`,
      schedule: Schedule.rate(Duration.minutes(configuration.sweep.everyMinutes)),
      // One that failed is followed by the next; trying it again would only double it.
      targets: [new LambdaFunction(this.function, { retryAttempts: 0 })],
    });
    const landed = datasetNames.map((dataset) => `${dataset}/`);
    const records = datasetNames.map(ledgerPrefix);
    const unsupported = [unsupportedRecordsPrefix];
    // The lists of the files that a dimension was computed from.
    const sources = dimensions.map(({ name }) => `${rollupFilesPrefix(name)}*.sources.`);
    const files = [
      ...datasetNames.map(curatedFilesPrefix),
      ...datasetNames.map(quarantineFilesPrefix),
      ...rollups.map(({ name }) => rollupFilesPrefix(name)),
    ];
    const manifests = [
      ...datasetNames.map(curatedManifestPrefix),
      ...rollups.map(({ name }) => rollupManifestPrefix(name)),
    ];
    // The lake's format, and for the next sweep what nothing named.
    const notes = [lakeFormatKey, unnamedFilesKey];
    landing.grantListBelow(this.function, landed);
    // To find the current version; S3 has no permission for this without that to read the bytes.
    landing.grantGetBelow(this.function, landed);
    lake.grantListBelow(this.function, [...records, ...unsupported, ...files, ...manifests, ...notes]);
    lake.grantGetBelow(this.function, [...records, ...unsupported, ...manifests, ...sources]);
    // Notes in the ledger which days it has sent again.
    lake.grantPutBelow(this.function, records);
    lake.grantDeleteBelow(this.function, files);
    lake.grantNotes(this.function, notes);
    landingQueue.grantSend(this.function);
    refreshQueue.grantSend(this.function);
  }
}
