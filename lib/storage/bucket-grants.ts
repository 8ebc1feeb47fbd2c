import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { acknowledgeObjectsBelow } from '../acknowledge.ts';

/** Who is given a right: a function, a role or a policy. */
export type Grantee = IGrantable & IConstruct;

/** Lets `grantee` list keys below the prefixes; S3 then reports an absent key as a 404. */
export function grantListBelow(bucket: IBucket, grantee: Grantee, prefixes: readonly string[]): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
  });
}

/** Lets `grantee` read the objects below the prefixes, in any version where `versions` is set. */
export function grantGetBelow(
  bucket: IBucket,
  grantee: Grantee,
  prefixes: readonly string[],
  versions = false,
): Grant {
  bucket.encryptionKey?.grant(grantee, 'kms:Decrypt');
  const actions = ['s3:GetObject', ...(versions ? ['s3:GetObjectVersion'] : [])];
  return grantBelow(bucket, grantee, prefixes, actions);
}

/** Lets `grantee` do something with every object below the prefixes. */
export function grantBelow(
  bucket: IBucket,
  grantee: Grantee,
  prefixes: readonly string[],
  actions: string[],
): Grant {
  // The policy of a function's right is its role's.
  const { grantPrincipal } = grantee;
  const holder = Construct.isConstruct(grantPrincipal) ? grantPrincipal : grantee;
  for (const prefix of prefixes) acknowledgeObjectsBelow(holder, bucket, prefix);
  const resourceArns = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  return Grant.addToPrincipal({ grantee, actions, resourceArns });
}
