import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Aws, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { PrivateBucket } from '../storage/private-bucket.ts';

export interface WorkgroupProps {
  readonly configuration: Configuration;
  readonly name: string;
  readonly description: string;
  readonly results: PrivateBucket;
  /** Where in the bucket its results lie; ends in `/`. */
  readonly prefix: string;
}

/** Where queries run: encrypted results in a place of their own, and a cutoff, neither of which a client can change. */
export class Workgroup extends Construct {
  readonly workgroupName: string;
  readonly #results: PrivateBucket;
  readonly #prefix: string;

  constructor(scope: Construct, id: string, props: WorkgroupProps) {
    super(scope, id);
    const { configuration, results, prefix } = props;
    this.#results = results;
    this.#prefix = prefix;
    this.workgroupName = props.name;
    const key = results.encryptionKey;
    new CfnWorkGroup(this, 'Workgroup', {
      name: props.name,
      description: props.description,
      // Its history goes with it; the results are the bucket's.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: configuration.scanCutoffMib * 1024 ** 2,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: results.s3UrlForObject(prefix),
          expectedBucketOwner: Aws.ACCOUNT_ID,
          encryptionConfiguration: key
            ? { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn }
            : { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  /** Lets `grantee` run queries here and read their results; what a query may read is another right. */
  grantQuery(grantee: IGrantable & IConstruct): Grant {
    const below = [this.#prefix];
    return Grant.addToPrincipal({
      grantee,
      actions: [
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:GetWorkGroup',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
      ],
      resourceArns: [
        Stack.of(this).formatArn({
          service: 'athena',
          resource: 'workgroup',
          resourceName: this.workgroupName,
        }),
      ],
    })
      .combine(this.#results.grantGetBelow(grantee, below))
      .combine(this.#results.grantPutBelow(grantee, below))
      .combine(this.#results.grantListBelow(grantee, below))
      .combine(this.#results.grantLocate(grantee));
  }
}
