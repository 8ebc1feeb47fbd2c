import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { EventSetupRole, logEventSetup } from './event-setup.ts';
import { LandingEvents } from './landing-events.ts';
import { PrivateBucket } from './private-bucket.ts';

export interface LandingProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  /** Hears of every object that is created. */
  readonly queue: Queue;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket that the platform's exports land in; what lands is told to the queue. */
export class Landing extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, { queue, ...props }: LandingProps) {
    super(scope, id);
    const role = new EventSetupRole(this, 'EventSetupRole');
    const logGroup = new LogGroup(this, 'EventSetupLogs', {
      retention: props.configuration.days.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    this.bucket = new PrivateBucket(this, 'Bucket', { ...props, notificationsHandlerRole: role });
    // Everything, whatever it is called: a filter on `.jsonl` would silently lose `.JSONL`.
    this.bucket.addEventNotification(EventType.OBJECT_CREATED, new LandingEvents(queue));
    logEventSetup(Stack.of(this), logGroup);
  }
}
