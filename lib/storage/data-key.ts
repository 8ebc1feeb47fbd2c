import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Aws, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';

/** The deployment's own key for buckets, queues and query results, turned over every year. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      enableKeyRotation: true,
      description: `Betlake ${configuration.stage}: buckets, queues and query results`,
      removalPolicy: configuration.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // S3 encrypts the events that it sends to the queue of landing objects.
    const s3 = new ServicePrincipal('s3.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    this.grant(s3, 'kms:GenerateDataKey', 'kms:Decrypt');
  }
}
