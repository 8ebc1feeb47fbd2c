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
    // What sends the events of landing objects to their queue encrypts them.
    const sender = configuration.landingBucket === undefined ? 's3.amazonaws.com' : 'events.amazonaws.com';
    const sending = new ServicePrincipal(sender, {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    this.grant(sending, 'kms:GenerateDataKey', 'kms:Decrypt');
  }
}
