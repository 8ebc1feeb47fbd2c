import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { lintKnowingly } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { type Grantee, grantBelow, grantGetBelow, grantListBelow } from './bucket-grants.ts';

export interface PrivateBucketProps {
  readonly configuration: Configuration;
  /** @default encrypted with S3's own keys */
  readonly encryptionKey?: IKey | undefined;
  /** Where accesses are logged. @default not logged: for the bucket of the logs itself */
  readonly accessLogs?: Bucket;
  /** How long objects are kept. @default current ones without end */
  readonly retention?: Retention;
  /**
   * In place of that for all objects: how long those below each of these prefixes are kept. No prefix begins with
   * another: S3 has refused rules for the same action that overlap ("Found overlapping prefixes … for same action type").
   */
  readonly folders?: Readonly<Record<string, Retention>>;
  readonly notificationsHandlerRole?: BucketProps['notificationsHandlerRole'];
}

/** How long objects are kept. */
export interface Retention {
  /** Current objects. @default without end */
  readonly days?: number;
  /** Versions that were replaced or removed. @default as the stage's setting says */
  readonly oldVersionsDays?: number;
  /** Until current objects of 128 KiB and more move to a class that costs less to keep and more to read. @default never */
  readonly archiveAfterDays?: number;
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
      lifecycleRules: toLifecycleRules(props),
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy && configuration.emptyBuckets,
    });
    if (destroy && configuration.emptyBuckets) logEmptying(Stack.of(this), configuration);
  }

  /** Lets `grantee` list keys below the prefixes; S3 then reports an absent key as a 404. */
  grantListBelow(grantee: Grantee, prefixes: readonly string[]): Grant {
    return grantListBelow(this as IBucket, grantee, prefixes);
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
  grantGetBelow(grantee: Grantee, prefixes: readonly string[], versions = false): Grant {
    return grantGetBelow(this as IBucket, grantee, prefixes, versions);
  }

  /** Lets `grantee` write objects below the prefixes. */
  grantPutBelow(grantee: Grantee, prefixes: readonly string[]): Grant {
    this.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
    return grantBelow(this as IBucket, grantee, prefixes, ['s3:PutObject']);
  }

  /** Lets `grantee` read and replace single objects. */
  grantNotes(grantee: Grantee, keys: readonly string[]): Grant {
    this.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
    return Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:PutObject'],
      resourceArns: keys.map((key) => this.arnForObjects(key)),
    });
  }

  /** Lets `grantee` remove objects below the prefixes; versioning keeps them for a while. */
  grantDeleteBelow(grantee: Grantee, prefixes: readonly string[]): Grant {
    return grantBelow(this as IBucket, grantee, prefixes, ['s3:DeleteObject']);
  }
}

/** Rules of which no two for the same action concern the same object. */
function toLifecycleRules({ configuration, retention = {}, folders }: PrivateBucketProps): LifecycleRule[] {
  const toRule = (id: string, { days, oldVersionsDays, archiveAfterDays }: Retention): LifecycleRule => ({
    id,
    noncurrentVersionExpiration: Duration.days(oldVersionsDays ?? configuration.days.oldVersions),
    // Where objects expire, S3 removes what is left of them, too, and refuses to be told so:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html
    ...(days === undefined ? { expiredObjectDeleteMarker: true } : { expiration: Duration.days(days) }),
    // Of Glacier's classes the one that is read like any other, so that reloads go on working.
    ...(archiveAfterDays !== undefined && {
      transitions: [
        {
          storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
          transitionAfter: Duration.days(archiveAfterDays),
        },
      ],
    }),
  });
  const abortIncompleteMultipartUploadAfter = Duration.days(7);
  if (!folders) return [{ ...toRule('everything', retention), abortIncompleteMultipartUploadAfter }];
  const rules = Object.entries(folders).map(([prefix, below]) => ({ ...toRule(prefix, below), prefix }));
  return [{ id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter }, ...rules];
}

/**
 * Has the function by which CDK empties buckets write to a log group of the stack's own. With the managed policy that
 * CDK gives it, it would make one that outlives the stack.
 */
function logEmptying(stack: Stack, { days }: Configuration): void {
  const id = 'EmptyBucketsLogs';
  if (stack.node.tryFindChild(id)) return;
  const logGroup = new LogGroup(stack, id, { retention: days.logs, removalPolicy: RemovalPolicy.DESTROY });
  const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
  const [handler, role] = [provider.node.findChild('Handler'), provider.node.findChild('Role')];
  if (!CfnResource.isCfnResource(handler) || !CfnResource.isCfnResource(role))
    throw new Error('expected CDK to have made a function that empties buckets');
  handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  lintKnowingly(handler);
  const Statement = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logGroup.logGroupArn,
  };
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  role.addPropertyOverride('Policies', [
    { PolicyName: 'Logs', PolicyDocument: { Version: '2012-10-17', Statement: [Statement] } },
  ]);
}
