import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import { quarantineFilesPrefix, rollupFilesPrefix } from '../../glue/prefixes.ts';
import { rollups } from '../../glue/rollups/index.ts';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket } from './private-bucket.ts';

export interface LakeBucketProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket of what Betlake makes: curated rows, rollups, quarantine and ledger, each below its prefix. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeBucketProps) {
    const expiration = Duration.days(props.configuration.days.quarantine);
    super(scope, id, {
      ...props,
      // Nothing else that is current ever expires: the sweep alone knows what no record names any more.
      lifecycleRules: [
        ...datasetNames.map((dataset) => ({
          id: `quarantine-${dataset}`,
          prefix: quarantineFilesPrefix(dataset),
          expiration,
        })),
        // A day of activity is written anew up to a hundred times, and any of it can be computed again.
        ...rollups.map(({ name }) => ({
          id: `rollup-${name}`,
          prefix: rollupFilesPrefix(name),
          noncurrentVersionExpiration: Duration.days(1),
        })),
      ],
    });
  }
}
