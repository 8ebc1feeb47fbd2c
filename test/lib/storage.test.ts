import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { datasetNames } from '../../glue/datasets/index.ts';
import { lakeFormatKey, unnamedFilesKey } from '../../glue/prefixes.ts';
import { dimensions } from '../../glue/rollups/index.ts';
import {
  activityFileKey,
  activityManifestKey,
  curatedFileKey,
  curatedManifestKey,
  curatedMarkerKey,
  dimensionFileKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  quarantineFileKey,
  unsupportedKeyRecord,
} from '../../lambdas/core/keys.ts';
import { listStatements } from './statements.ts';
import { findResources, flatten, type Resource, shippedStages, synthesize } from './synthesize.ts';

const { template } = synthesize();
const buckets = findResources(template, 'AWS::S3::Bucket');

interface Rule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

function toRules(properties: Resource['Properties'] | undefined): Rule[] {
  return (properties?.LifecycleConfiguration as { Rules: Rule[] } | undefined)?.Rules ?? [];
}

/** What a rule does, as S3 compares rules: https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
function listActions(rule: Rule): string[] {
  return Object.keys(rule)
    .filter((name) => !['Id', 'Prefix', 'Status'].includes(name))
    .map((name) => (/^Expir/.test(name) ? 'Expiration' : name));
}

describe('every bucket', () => {
  it.each(buckets)('%s blocks public access', (_, { Properties }) => {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(Properties.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  });

  it.each(buckets)('%s is encrypted and keeps versions', (_, { Properties }) => {
    expect(JSON.stringify(Properties.BucketEncryption)).toContain('AES256');
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it.each(buckets)('%s clears away unfinished uploads', (_, { Properties }) => {
    const aborting = toRules(Properties).filter((rule) => 'AbortIncompleteMultipartUpload' in rule);
    expect(aborting).toMatchObject([
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' },
    ]);
    expect(aborting[0]).not.toHaveProperty('Prefix');
  });

  it.each(buckets)('%s refuses whoever comes without TLS 1.2', (id) => {
    const [, policy] =
      findResources(template, 'AWS::S3::BucketPolicy').find(
        ([, { Properties }]) => flatten(Properties.Bucket) === `\${${id}}`,
      ) ?? [];
    const denied = JSON.stringify(policy?.Properties.PolicyDocument);
    expect(denied).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    expect(denied).toContain('{"NumericLessThan":{"s3:TlsVersion":1.2}}');
  });

  it.each(buckets)('%s is retained when the stack is deleted', (_, { DeletionPolicy }) => {
    expect(DeletionPolicy).toBe('Retain');
  });

  it('logs its accesses, except the bucket of the logs', () => {
    const unlogged = buckets.filter(([, { Properties }]) => !Properties.LoggingConfiguration);
    expect(unlogged.map(([id]) => id)).toEqual([expect.stringMatching(/^AccessLogs/)]);
  });
});

describe('the rules that remove objects', () => {
  const aging = synthesize({ landing: { archiveAfterDays: 90, expireAfterDays: 400 } }).template;
  const all = [
    ...buckets,
    ...findResources(aging, 'AWS::S3::Bucket').filter(([id]) => id.startsWith('Landing')),
  ];

  it('of landing objects move them to a class that is read at once, and then remove them, where that is configured', () => {
    const [, landing] = all.at(-1) ?? [];
    expect(toRules(landing?.Properties)).toMatchObject([
      { ExpirationInDays: 400, Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] },
    ]);
  });

  it.each(all)('of %s overlap nowhere for the same action', (_, { Properties }) => {
    const rules = toRules(Properties);
    for (const [index, rule] of rules.entries()) {
      for (const other of rules.slice(index + 1)) {
        const [one, two] = [rule.Prefix ?? '', other.Prefix ?? ''];
        if (!one.startsWith(two) && !two.startsWith(one)) continue;
        expect(listActions(rule).filter((action) => listActions(other).includes(action))).toEqual([]);
      }
    }
  });
});

describe('the lake', () => {
  it('clears away replaced versions of every object that the functions write, by one rule each', () => {
    const load = { loadId: 'load', attempt: 'attempt', converter: 'converter' };
    const keys = datasetNames.flatMap((name) => [
      ledgerKey(name, 'load'),
      curatedFileKey(name, '2021-10-04', load),
      curatedMarkerKey(name, '2021-10-04', 'attempt'),
      curatedManifestKey(name, '2021-10-04'),
      quarantineFileKey(name, '2021-10-04', load),
    ]);
    keys.push(unsupportedKeyRecord('load'), lakeFormatKey, unnamedFilesKey);
    keys.push(activityFileKey('2021-10-04', 'attempt', 'definition'), activityManifestKey('2021'));
    for (const { name } of dimensions) {
      keys.push(
        dimensionFileKey(name, 'attempt', 'definition'),
        dimensionSourcesOf(dimensionFileKey(name, 'attempt', 'definition')),
      );
      keys.push(dimensionManifestKey(name));
    }
    const [, lake] = buckets.find(([id]) => id.startsWith('Lake')) ?? [];
    const rules = toRules(lake?.Properties).filter((rule) => 'NoncurrentVersionExpiration' in rule);
    for (const key of keys) {
      const clearing = rules.filter(({ Prefix }) => key.startsWith(Prefix ?? ''));
      expect(
        clearing.map(({ NoncurrentVersionExpiration: of }) => of?.NoncurrentDays),
        key,
      ).toEqual([/^rollup\/.*\/files\//.test(key) ? 1 : 30]);
    }
  });

  it('lets current objects expire in quarantine alone', () => {
    const lakes = buckets.filter(([id]) => id.startsWith('Lake'));
    const rules = lakes.flatMap(
      ([, { Properties }]) =>
        (Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] }).Rules,
    );
    const expiring = rules.filter((rule) => 'ExpirationInDays' in rule);
    expect(expiring.map((rule) => [rule.Prefix, rule.ExpirationInDays])).toEqual(
      datasetNames.map((name) => [`quarantine/${name}/files/`, 90]),
    );
  });
});

it('keeps landing objects, and results for a time', () => {
  const expirations = Object.fromEntries(
    buckets.map(([id, { Properties }]) => [
      id.slice(0, 7),
      (Properties.LifecycleConfiguration as { Rules: { ExpirationInDays?: number }[] }).Rules.flatMap(
        ({ ExpirationInDays }) => ExpirationInDays ?? [],
      ),
    ]),
  );
  expect(expirations).toMatchObject({ Landing: [], QueryRe: [30], AccessL: [90] });
});

describe('the landing bucket', () => {
  it('sends its queue an event of every object that is created, whatever its name', () => {
    template.hasResourceProperties('Custom::S3BucketNotifications', {
      NotificationConfiguration: {
        QueueConfigurations: [{ Events: ['s3:ObjectCreated:*'], Filter: Match.absent() }],
      },
    });
  });

  it('is the one sender that its queue takes, and only as a bucket of this account', () => {
    const allowed = listStatements(template, 'AWS::SQS::QueuePolicy').filter(
      ({ effect }) => effect === 'Allow',
    );
    expect(allowed).toEqual([
      {
        effect: 'Allow',
        principal: { Service: 's3.amazonaws.com' },
        actions: ['sqs:SendMessage'],
        resources: [expect.stringMatching(/^\$\{LandingQueue[0-9A-F]{8}\.Arn\}$/)],
        condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^LandingBucket/), 'Arn'] } },
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      },
    ]);
  });
});

describe('removal', () => {
  it('deletes what holds data only where that is configured', () => {
    const { template } = synthesize({ removalPolicy: 'destroy' });
    for (const [, { DeletionPolicy }] of findResources(template, 'AWS::S3::Bucket')) {
      expect(DeletionPolicy).toBe('Delete');
    }
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });

  it('empties buckets only where that is confirmed', () => {
    const { template } = synthesize({ removalPolicy: 'destroy', emptyBuckets: true });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 4);
  });

  it('of the stage that is shipped for trying out leaves nothing behind', () => {
    const { template } = synthesize(shippedStages.dev, 'dev');
    const emptied = findResources(template, 'Custom::S3AutoDeleteObjects').map(([, { Properties }]) =>
      flatten(Properties.BucketName),
    );
    const all = findResources(template, 'AWS::S3::Bucket').map(([id]) => `\${${id}}`);
    expect(emptied.sort()).toEqual(all.sort());
    const kept = Object.values(template.toJSON().Resources as Record<string, Resource>).filter(
      ({ DeletionPolicy }) => DeletionPolicy === 'Retain',
    );
    expect(kept).toEqual([]);
    template.allResourcesProperties('AWS::Athena::WorkGroup', { RecursiveDeleteOption: true });
  });

  it('leaves no log group that a function made by itself', () => {
    const { template } = synthesize(shippedStages.dev, 'dev');
    template.allResourcesProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('Logs[0-9A-F]{8}$') } },
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('logs:CreateLogGroup');
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).not.toContain('ManagedPolicyArns');
    for (const [, { DeletionPolicy }] of findResources(template, 'AWS::Logs::LogGroup'))
      expect(DeletionPolicy).toBe('Delete');
  });
});

describe('a customer key', () => {
  const { template } = synthesize({ customerKey: true });

  it('encrypts every bucket except the one of the access logs, which S3 could not write then', () => {
    const byKey = findResources(template, 'AWS::S3::Bucket').map(([id, { Properties }]) => [
      id.slice(0, 7),
      JSON.stringify(Properties.BucketEncryption).includes('aws:kms'),
    ]);
    expect(Object.fromEntries(byKey)).toEqual({
      AccessL: false,
      Landing: true,
      Lake5F1: true,
      QueryRe: true,
    });
  });

  it('encrypts every queue and the results of queries', () => {
    for (const [, { Properties }] of findResources(template, 'AWS::SQS::Queue')) {
      expect(flatten(Properties.KmsMasterKeyId)).toMatch(/DataKey/);
    }
    template.allResourcesProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
      },
    });
  });

  it('can be used by S3 for the events of this account', () => {
    const forS3 = listStatements(template, 'AWS::KMS::Key', 'DataKey').find(
      ({ principal }) => JSON.stringify(principal) === '{"Service":"s3.amazonaws.com"}',
    );
    expect(forS3).toMatchObject({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  it('is turned over every year', () => {
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });
});
