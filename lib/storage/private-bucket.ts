import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { acknowledgeObjectsBelow, lintKnowingly } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';

export interface PrivateBucketProps {
  readonly configuration: Configuration;
  /** @default encrypted with S3's own keys */
  readonly encryptionKey?: IKey | undefined;
  /** Where accesses are logged. @default not logged: for the bucket of the logs itself */
  readonly accessLogs?: Bucket;
  /** Beside those that every bucket has. */
  readonly lifecycleRules?: readonly LifecycleRule[];
  readonly notificationsHandlerRole?: BucketProps['notificationsHandlerRole'];
}

/**
 * The base of all buckets: private, encrypted, versioned, reached over TLS 1.2 or newer only, with
 * old versions and unfinished uploads removed.
 *
 * Its grants are narrower than those of CDK: single actions, below prefixes. A role that reads a key which may
 * be absent needs the list grant, too, or S3 responds with 403 in place of 404.
 */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { configuration, encryptionKey, accessLogs, notificationsHandlerRole } = props;
    const destroy = configuration.removalPolicy === 'destroy';
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      ...(accessLogs && { serverAccessLogsBucket: accessLogs as IBucket, serverAccessLogsPrefix: `${id}/` }),
      ...(notificationsHandlerRole && { notificationsHandlerRole }),
      lifecycleRules: [
        {
          id: 'old-versions-and-unfinished-uploads',
          noncurrentVersionExpiration: Duration.days(configuration.days.oldVersions),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          expiredObjectDeleteMarker: true,
        },
        ...(props.lifecycleRules ?? []),
      ],
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy && configuration.emptyBuckets,
    });
    const emptying = Stack.of(this).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    if (emptying) lintKnowingly(emptying.node.findChild('Handler'));
  }

  /** Lets `grantee` list keys below the prefixes; S3 then reports an absent key as a 404. */
  grantListBelow(grantee: IGrantable & IConstruct, prefixes: readonly string[]): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucketArn],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    });
  }

  /** Lets `grantee` read the bucket's region, as Athena does before a query. */
  grantLocate(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetBucketLocation'],
      resourceArns: [this.bucketArn],
    });
  }

  /** Lets `grantee` read the objects below the prefixes, in any version where `versions` is set. */
  grantGetBelow(grantee: IGrantable & IConstruct, prefixes: readonly string[], versions = false): Grant {
    this.encryptionKey?.grant(grantee, 'kms:Decrypt');
    return this.#grantBelow(grantee, prefixes, [
      's3:GetObject',
      ...(versions ? ['s3:GetObjectVersion'] : []),
    ]);
  }

  /** Lets `grantee` write objects below the prefixes. */
  grantPutBelow(grantee: IGrantable & IConstruct, prefixes: readonly string[]): Grant {
    this.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
    return this.#grantBelow(grantee, prefixes, ['s3:PutObject']);
  }

  /** Lets `grantee` remove objects below the prefixes; versioning keeps them for a while. */
  grantDeleteBelow(grantee: IGrantable & IConstruct, prefixes: readonly string[]): Grant {
    return this.#grantBelow(grantee, prefixes, ['s3:DeleteObject']);
  }

  #grantBelow(grantee: IGrantable & IConstruct, prefixes: readonly string[], actions: string[]): Grant {
    // The policy of a function's right is its role's.
    const { grantPrincipal } = grantee;
    const holder = Construct.isConstruct(grantPrincipal) ? grantPrincipal : grantee;
    for (const prefix of prefixes) acknowledgeObjectsBelow(holder, this, prefix);
    const resourceArns = prefixes.map((prefix) => this.arnForObjects(`${prefix}*`));
    return Grant.addToPrincipal({ grantee, actions, resourceArns });
  }
}
