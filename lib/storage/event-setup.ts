import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnResource, type Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { lintKnowingly } from '../acknowledge.ts';

/**
 * The role of the function by which CDK switches a bucket's events on during a deployment. CDK gives it the
 * right on that bucket; the managed policy that would open every log group is turned away.
 */
export class EventSetupRole extends Role {
  constructor(scope: Construct, id: string) {
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  }

  override addManagedPolicy(): void {}
}

/** Has the function that switches events on write to a log group of the stack's own, which is kept for a time. */
export function logEventSetup(stack: Stack, logGroup: LogGroup): void {
  const handler = stack.node.children.find(({ node }) => node.id.startsWith('BucketNotificationsHandler'));
  const resource = handler?.node.findChild('Resource');
  if (!(resource instanceof CfnResource)) {
    throw new Error('expected CDK to have made a function that switches bucket events on, got none');
  }
  resource.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  lintKnowingly(resource);
}
