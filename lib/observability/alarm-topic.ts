import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';

/**
 * Where alarms go. It has a key of its own, because CloudWatch cannot use the one that SNS brings along; alarms
 * of this account, and nobody else's, may publish to it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { stage, alarmEmail }: Configuration) {
    const key = new Key(scope, `${id}Key`, {
      enableKeyRotation: true,
      description: `Betlake ${stage}: alarms`,
      // No data is kept under it: a message lives for as long as it takes to send.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, { displayName: `Betlake ${stage}`, enforceSSL: true, masterKey: key });
    const alarms = Stack.of(scope).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': alarms },
      },
    });
    // And to its key with it.
    this.grantPublish(cloudWatch);
    if (alarmEmail !== undefined) this.addSubscription(new EmailSubscription(alarmEmail));
  }
}
