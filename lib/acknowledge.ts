import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnElement, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Acknowledges a finding of the security checks about a construct, with the reason. */
export function acknowledge(construct: IConstruct, finding: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${finding}`, reason });
}

/** Acknowledges that a role may access every object below a prefix, because their names are not known in advance. */
export function acknowledgeObjectsBelow(construct: IConstruct, bucket: IBucket, prefix: string): void {
  const { defaultChild } = bucket.node;
  const stack = Stack.of(bucket);
  // A bucket that exists already is known by its name.
  const arn =
    defaultChild && CfnElement.isCfnElement(defaultChild)
      ? `<${stack.resolve(stack.getLogicalId(defaultChild))}.Arn>`
      : `arn:<AWS::Partition>:s3:::${bucket.bucketName}`;
  acknowledge(
    construct,
    `IAM5[Resource::${arn}/${prefix}*]`,
    'Objects are named by hashes and attempts; the right ends at this prefix of this bucket.',
  );
}

/**
 * CDK declares that a function depends on its role, which cfn-lint reports as redundant beside the role's ARN (W3005).
 */
export function lintKnowingly(resource: IConstruct | undefined): void {
  if (!CfnResource.isCfnResource(resource)) throw new Error('expected a resource of CloudFormation');
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['W3005'] } });
}
