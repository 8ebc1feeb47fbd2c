import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets.ts';
import { quarantineFilesPrefix } from '../../glue/prefixes.ts';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket } from './private-bucket.ts';

export interface LakeProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket of what Betlake makes: curated rows, rollups, quarantine and ledger, each below its prefix. */
export class Lake extends PrivateBucket {
  constructor(scope: Construct, id: string, props: LakeProps) {
    const expiration = Duration.days(props.configuration.days.quarantine);
    super(scope, id, {
      ...props,
      // Nothing else that is current ever expires: the sweep alone knows what no record names any more.
      lifecycleRules: datasetNames.map((dataset) => ({
        id: `quarantine-${dataset}`,
        prefix: quarantineFilesPrefix(dataset),
        expiration,
      })),
    });
  }
}
