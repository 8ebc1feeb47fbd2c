import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { listStatements } from './statements.ts';
import { findResource, findResources, synthesize } from './synthesize.ts';

const { template } = synthesize({ alarmEmail: 'somebody@example.org', quarantineAlarmRatio: 0.2 });
const alarms = findResources(template, 'AWS::CloudWatch::Alarm');

describe('an alarm', () => {
  it('is there for everything that an operator must know of', () => {
    const names = alarms.map(
      ([, { Properties }]) => /runbook.md: (\w+)$/.exec(String(Properties.AlarmDescription))?.[1],
    );
    expect(names.sort()).toEqual([
      'ConvertErrors',
      'FailedLoads',
      'LandingDeadLetters',
      'LandingQueueAge',
      'QuarantineRatio',
      'RefreshDeadLetters',
      'RefreshQueueAge',
      'RollupErrors',
      'SweepErrors',
      'SweepMissing',
      'UnprocessedInvalidation',
      'UnsupportedKeys',
    ]);
  });

  it.each(alarms)('%s notifies the topic when it is raised and when it ends', (_, { Properties }) => {
    const topic = [{ Ref: expect.stringMatching(/^AlarmTopic/) }];
    expect(Properties).toMatchObject({ AlarmActions: topic, OKActions: topic });
  });

  it('is raised by the first dead letter', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('is raised by an object that fails as a whole, of this stage alone', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Betlake',
      MetricName: 'FailedLoads',
      Dimensions: [{ Name: 'service', Value: 'betlake-test-convert' }],
    });
  });

  it('is raised by the share of refused lines in the configuration', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 0.2,
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'quarantined / (accepted + quarantined)' })]),
    });
  });

  it('is raised where sweeps do not run at all', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

describe('the topic', () => {
  it('is encrypted by a key that CloudWatch may use for alarms of this account', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    const used = listStatements(template, 'AWS::KMS::Key', 'AlarmTopicKey').filter(({ principal }) =>
      JSON.stringify(principal).includes('cloudwatch'),
    );
    expect(used).toMatchObject([
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('takes messages from alarms of this account, and nothing without TLS', () => {
    const statements = listStatements(template, 'AWS::SNS::TopicPolicy');
    const allowed = statements.filter(({ effect }) => effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        principal: { Service: 'cloudwatch.amazonaws.com' },
        actions: ['sns:Publish'],
        condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    const denied = statements.filter(({ effect }) => effect === 'Deny');
    expect(denied).toMatchObject([{ condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
  });

  it('notifies the address in the configuration', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'somebody@example.org',
    });
    synthesize().template.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

describe('the dashboard', () => {
  const { Properties } = findResource(template, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(Properties.DashboardBody);

  it.each([
    'FailedLoads',
    'LinesAccepted',
    'LinesQuarantined',
    'OldestUnprocessedInvalidationSeconds',
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesVisible',
    'Errors',
  ])('shows %s', (metric) => {
    expect(body).toContain(`\\"${metric}\\"`);
  });

  it.each([
    ['load loaded', 'sum(accepted) as accepted_lines, sum(quarantined) as refused_lines'],
    ['load replaced', 'pct(milliseconds, 99)'],
    ['day refreshed', 'pct(milliseconds, 50)'],
  ])('reads from log lines "%s" %s', (message, statistic) => {
    expect(body).toContain(message);
    expect(body).toContain(statistic);
  });

  it('is found at the address of the outputs', () => {
    expect(JSON.stringify(Properties.DashboardName)).toContain('["Betlake-test-",{"Ref":"AWS::Region"}]');
    expect(JSON.stringify(template.findOutputs('DashboardUrl'))).toContain('#dashboards:name=Betlake-test');
  });
});
