import {
  AccountPrincipal,
  ArnPrincipal,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  type Bucket,
  type BucketNotificationDestinationConfig,
  BucketNotificationDestinationType,
  EventType,
  type IBucket,
  type IBucketNotificationDestination,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Aws, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import { lintKnowingly } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket } from './private-bucket.ts';

/**
 * Sends a bucket's events to a queue that takes them from that bucket of this account alone: a bucket's ARN
 * names no account, so the ARN by itself would let in whoever takes the name after it was given up.
 */
class LandingEvents implements IBucketNotificationDestination {
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  bind(_scope: Construct, bucket: IBucket): BucketNotificationDestinationConfig {
    const { policyDependable } = this.#queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.#queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': bucket.bucketArn },
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        },
      }),
    );
    return {
      arn: this.#queue.queueArn,
      type: BucketNotificationDestinationType.QUEUE,
      dependencies: policyDependable ? [policyDependable] : [],
    };
  }
}

/**
 * The role of the function by which CDK switches a bucket's events on during a deployment. CDK gives it the
 * right on that bucket; the managed policy that would open every log group is turned away.
 */
class EventSetupRole extends Role {
  constructor(scope: Construct, id: string) {
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  }

  override addManagedPolicy(): void {}
}

/** Has the function that switches events on write to a log group of the stack's own, which is kept for a time. */
function logEventSetup(stack: Stack, logGroup: LogGroup): void {
  const handler = stack.node.children.find(({ node }) => node.id.startsWith('BucketNotificationsHandler'));
  const resource = handler?.node.findChild('Resource');
  if (!(resource instanceof CfnResource)) {
    throw new Error('expected CDK to have made a function that switches bucket events on, got none');
  }
  resource.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  lintKnowingly(resource);
}

export interface LandingStorageProps {
  readonly configuration: Configuration;
  readonly accessLogs: Bucket;
  /** Receives an event of every object that is created. */
  readonly queue: Queue;
  readonly encryptionKey?: IKey | undefined;
}

/** The bucket that the platform's exports land in; it sends an event of each object to the queue. */
export class LandingStorage extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, { queue, ...props }: LandingStorageProps) {
    super(scope, id);
    const role = new EventSetupRole(this, 'EventSetupRole');
    const logGroup = new LogGroup(this, 'EventSetupLogs', {
      retention: props.configuration.days.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    const { archiveAfterDays, expireAfterDays } = props.configuration.landing;
    const retention = {
      ...(archiveAfterDays !== undefined && { archiveAfterDays }),
      ...(expireAfterDays !== undefined && { days: expireAfterDays }),
    };
    this.bucket = new PrivateBucket(this, 'Bucket', { ...props, retention, notificationsHandlerRole: role });
    // Everything, whatever it is called: a filter on `.jsonl` would silently lose `.JSONL`.
    this.bucket.addEventNotification(EventType.OBJECT_CREATED, new LandingEvents(queue));
    logEventSetup(Stack.of(this), logGroup);
    const producers = props.configuration.producers.map(toPrincipal);
    if (producers.length > 0) this.#admit(producers);
  }

  /**
   * Lets others put objects below the data sets' prefixes, and use the customer key for that; of another account they
   * need rights of their own beside it. What they land is the bucket owner's at once, whatever its ACL.
   */
  #admit(principals: IPrincipal[]): void {
    const prefixes = datasetNames.map((dataset) => this.bucket.arnForObjects(`${dataset}/*`));
    const actions = ['s3:PutObject', 's3:AbortMultipartUpload'];
    this.bucket.addToResourcePolicy(new PolicyStatement({ principals, actions, resources: prefixes }));
    // To upload in parts takes both: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    const useKey = ['kms:GenerateDataKey', 'kms:Decrypt'];
    this.bucket.encryptionKey?.addToResourcePolicy(
      new PolicyStatement({ principals, actions: useKey, resources: ['*'] }),
    );
  }
}

/** The id of an account means whomever that account gives the right. */
function toPrincipal(producer: string): IPrincipal {
  return producer.startsWith('arn:') ? new ArnPrincipal(producer) : new AccountPrincipal(producer);
}
