import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
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
import { rollups } from '../../glue/rollups/index.ts';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket, type Retention } from './private-bucket.ts';

export interface LakeBucketProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket of what Betlake makes: curated rows, rollups, quarantine and ledger, each below its prefix. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    super(scope, id, { ...props, folders: toFolders(props.configuration) });
  }
}

/** Every prefix that the functions write below, and the single objects that they replace. */
function toFolders({ days }: Configuration): Record<string, Retention> {
  const forGood = [
    ...datasetNames.flatMap((dataset) => [
      ledgerPrefix(dataset),
      curatedFilesPrefix(dataset),
      curatedManifestPrefix(dataset),
    ]),
    unsupportedRecordsPrefix,
    ...rollups.map(({ name }) => rollupManifestPrefix(name)),
    lakeFormatKey,
    unnamedFilesKey,
  ];
  return Object.fromEntries([
    // Nothing else that is current ever expires: the sweep alone knows what no record names any more.
    ...datasetNames.map((dataset) => [quarantineFilesPrefix(dataset), { days: days.quarantine }]),
    // A day of activity is written anew up to a hundred times, and any of it can be computed again.
    ...rollups.map(({ name }) => [rollupFilesPrefix(name), { oldVersionsDays: 1 }]),
    ...forGood.map((prefix) => [prefix, {}]),
  ]);
}
