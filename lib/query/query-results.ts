import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket } from '../storage/private-bucket.ts';

export interface QueryResultsProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket of query results; kept for a time only, because any query can be run again. */
export class QueryResults extends PrivateBucket {
  constructor(scope: Construct, id: string, props: QueryResultsProps) {
    super(scope, id, { ...props, retention: { days: props.configuration.days.results } });
  }
}
