import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { datasetNames } from '../../glue/datasets/index.ts';
import { parseLandingMessage } from '../../lambdas/convert/landing-message.ts';
import { valuesAt } from './service-limits.ts';
import { listRights, listStatements } from './statements.ts';
import { findResources, synthesize } from './synthesize.ts';

const role = 'arn:aws:iam::210987654321:role/exporter';

describe('producers in other accounts', () => {
  const { template } = synthesize({ producers: ['123456789012', role], customerKey: true });
  const account = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:root']] };

  test('may put objects below the prefixes of the data sets, and nothing else', () => {
    const allowed = listStatements(template, 'AWS::S3::BucketPolicy', 'LandingBucket').filter(
      ({ effect, principal }) => effect === 'Allow' && JSON.stringify(principal).includes(role),
    );
    expect(allowed).toEqual([
      {
        effect: 'Allow',
        principal: { AWS: [role, account] },
        actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
        resources: datasetNames
          .toSorted()
          .map((name) => expect.stringMatching(new RegExp(`^\\$\\{LandingBucket\\w+\\.Arn\\}/${name}/\\*$`))),
        condition: undefined,
      },
    ]);
    for (const owner of ['Lake', 'QueryResults', 'AccessLogs'])
      expect(JSON.stringify(listStatements(template, 'AWS::S3::BucketPolicy', owner))).not.toContain(role);
  });

  test('may use the customer key for what they put', () => {
    const forProducers = listStatements(template, 'AWS::KMS::Key', 'DataKey').filter(({ principal }) =>
      JSON.stringify(principal).includes(role),
    );
    expect(forProducers).toMatchObject([{ actions: ['kms:Decrypt', 'kms:GenerateDataKey'] }]);
  });

  test('are nobody by default', () => {
    const policies = listStatements(synthesize().template, 'AWS::S3::BucketPolicy', 'LandingBucket');
    expect(policies.filter(({ effect }) => effect === 'Allow')).toEqual([]);
  });

  test.each([
    '123',
    '*',
    'arn:aws:iam::123456789012:root',
    'arn:aws:s3:::bucket',
    'arn:aws:iam::123456789012:role/*',
  ])('are refused where they are no account, role or user: %s', (producer) => {
    expect(() => synthesize({ producers: [producer] })).toThrow(
      /producers\.0: expected the id of an account/,
    );
  });
});

describe('an existing landing bucket', () => {
  const { app, template } = synthesize({ landingBucket: 'our-exports', customerKey: true });
  const bucket = `arn:\${AWS::Partition}:s3:::our-exports`;

  test('is not made and not changed: no bucket, policy or notification of the stack is its', () => {
    const made = findResources(template, 'AWS::S3::Bucket').map(([id]) => id.slice(0, 7));
    expect(made.sort()).toEqual(['AccessL', 'Lake5F1', 'QueryRe']);
    template.resourceCountIs('Custom::S3BucketNotifications', 0);
    expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).not.toContain('our-exports');
  });

  test('sends what lands below the prefixes of the data sets through EventBridge, as messages that the converter reads', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: ['our-exports'] },
          object: { key: datasetNames.map((name) => ({ prefix: `${name}/` })) },
        },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LandingQueue'), 'Arn'] },
          InputTransformer: {
            InputPathsMap: { 'detail-object-key': '$.detail.object.key' },
            InputTemplate: '{"key":<detail-object-key>}',
          },
        },
      ],
    });
    expect(parseLandingMessage('{"key":"bets/50% + a.jsonl"}')).toEqual(['bets/50% + a.jsonl']);
  });

  test('is the one whose rule may send to the landing queue, with the key that encrypts it', () => {
    const allowed = listStatements(template, 'AWS::SQS::QueuePolicy').filter(
      ({ effect }) => effect === 'Allow',
    );
    expect(allowed).toMatchObject([
      {
        principal: { Service: 'events.amazonaws.com' },
        condition: {
          ArnEquals: {
            'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^LandingObjectCreated/), 'Arn'] },
          },
        },
      },
    ]);
    const sending = listStatements(template, 'AWS::KMS::Key', 'DataKey').filter(({ principal }) =>
      JSON.stringify(principal).includes('events.amazonaws.com'),
    );
    expect(sending.flatMap(({ actions }) => actions)).toEqual(
      expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
    );
  });

  test('is read below the prefixes of the data sets alone, and its name is what functions and outputs have', () => {
    const rights = listRights(listStatements(template, 'AWS::IAM::Policy', 'Converter'));
    expect(rights.filter((right) => right.includes('our-exports'))).toEqual(
      [
        ...datasetNames.flatMap((name) => [
          `s3:GetObject ${bucket}/${name}/*`,
          `s3:GetObjectVersion ${bucket}/${name}/*`,
        ]),
        `s3:ListBucket ${bucket}`,
      ].sort(),
    );
    template.hasOutput('LandingBucketName', { Value: 'our-exports' });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ BETLAKE_LANDING_BUCKET: 'our-exports' }) },
    });
  });

  test('has no finding of the security checks', () => {
    expect(new AwsSolutionsChecks(app, { verbose: true }).validateScope(app).violations).toEqual([]);
  });

  test.each([
    [{ landing: { expireAfterDays: 30 } }, /landingBucket: expected neither landing nor producers/],
    [{ producers: ['123456789012'] }, /landingBucket: expected neither landing nor producers/],
    [{ landingBucket: 'Not_A_Bucket' }, /landingBucket: expected the name of a bucket/],
  ])('is refused beside settings that are its owner’s: %j', (settings, message) => {
    expect(() => synthesize({ landingBucket: 'our-exports', ...settings })).toThrow(message);
  });
});

describe('an existing key', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
  const { template } = synthesize({ customerKey: arn });

  test('encrypts buckets, queues and query results in place of one of the stack', () => {
    expect(findResources(template, 'AWS::KMS::Key').map(([id]) => id.slice(0, 10))).toEqual(['AlarmTopic']);
    const keys = [
      ...findResources(template, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) =>
        id.startsWith('AccessLogs')
          ? []
          : valuesAt(
              Properties,
              'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.KMSMasterKeyID',
            ),
      ),
      ...findResources(template, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties.KmsMasterKeyId),
      ...findResources(template, 'AWS::Athena::WorkGroup').flatMap(([, { Properties }]) =>
        valuesAt(Properties, 'WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.KmsKey'),
      ),
    ];
    expect(keys).toHaveLength(3 + 4 + 2);
    expect(new Set(keys)).toEqual(new Set([arn]));
  });

  test.each(['Converter', 'Rollup', 'Sweep'])('may be used by %s', (owner) => {
    const ofKey = listStatements(template, 'AWS::IAM::Policy', owner).filter(({ resources }) =>
      resources.includes(arn),
    );
    expect(ofKey.flatMap(({ actions }) => actions)).toEqual(
      expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
    );
  });

  test('is refused where it is an alias or no ARN: its policy has to be known', () => {
    for (const customerKey of ['alias/data', 'arn:aws:kms:eu-west-1:123456789012:alias/data'])
      expect(() => synthesize({ customerKey })).toThrow(/customerKey/);
  });
});

describe('what a platform team asks for', () => {
  const { template, stack } = synthesize({
    permissionsBoundary: 'developers',
    tags: { 'cost-centre': 'data 7' },
    removalPolicy: 'destroy',
    emptyBuckets: true,
  });

  test('a permissions boundary is on every role, those of CDK too', () => {
    const roles = findResources(template, 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(4);
    for (const [id, { Properties }] of roles)
      expect(JSON.stringify(Properties.PermissionsBoundary), id).toContain(':policy/developers');
  });

  test('tags are on the stack, which CloudFormation hands on to every resource that has tags', () => {
    expect(stack.tags.tagValues()).toEqual({
      'cost-centre': 'data 7',
      application: 'betlake',
      stage: 'test',
    });
  });

  test.each([{ 'aws:name': 'x' }, { stage: 'x' }, { '': 'x' }])(
    'tags that AWS or Betlake sets are refused: %j',
    (tags) => {
      expect(() => synthesize({ tags })).toThrow(/betlake\.test\.tags/);
    },
  );
});
