import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { type Grant, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import { type Grantee, grantGetBelow, grantListBelow } from './bucket-grants.ts';

/** The bucket that files land in, as far as the functions need it. */
export interface LandingBucket {
  readonly bucketName: string;
  grantListBelow(grantee: Grantee, prefixes: readonly string[]): Grant;
  grantGetBelow(grantee: Grantee, prefixes: readonly string[], versions?: boolean): Grant;
}

/**
 * A landing bucket that exists already, in the account and region of the stack. Nothing of it is changed: its events come
 * through EventBridge, to which its owner switches them on, because a bucket has one configuration of notifications and
 * whoever sets it replaces all others. Objects outside the data sets' prefixes send no event.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class ExistingLanding extends Construct implements LandingBucket {
  readonly bucketName: string;
  readonly #bucket: IBucket;

  constructor(scope: Construct, id: string, bucketName: string, queue: Queue) {
    super(scope, id);
    this.bucketName = bucketName;
    this.#bucket = Bucket.fromBucketName(this, 'Bucket', bucketName);
    const rule = new Rule(this, 'ObjectCreated', {
      description: `Betlake: objects that land in ${bucketName}`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucketName] },
          object: { key: datasetNames.map((dataset) => ({ prefix: `${dataset}/` })) },
        },
      },
    });
    // The message of a reload or a sweep; EventBridge does not encode keys, as S3's own events do.
    const input = RuleTargetInput.fromObject({ key: EventField.fromPath('$.detail.object.key') });
    rule.addTarget({ bind: () => ({ arn: queue.queueArn, input }) });
    // CDK's own target leaves the condition out where the queue has a key, and would let in rules of any account.
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': rule.ruleArn },
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        },
      }),
    );
  }

  grantListBelow(grantee: Grantee, prefixes: readonly string[]): Grant {
    return grantListBelow(this.#bucket, grantee, prefixes);
  }

  grantGetBelow(grantee: Grantee, prefixes: readonly string[], versions = false): Grant {
    return grantGetBelow(this.#bucket, grantee, prefixes, versions);
  }
}
