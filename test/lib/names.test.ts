import { expect, test } from 'vitest';
import { valuesAt } from './service-limits.ts';
import { findResources, synthesize } from './synthesize.ts';

/** Where a resource is given its name; one that is not given any gets one of CloudFormation's, which is used once. */
const regional: readonly (readonly [type: string, path: string])[] = [
  ['AWS::Athena::WorkGroup', 'Name'],
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::Events::Rule', 'Name'],
  ['AWS::Glue::Database', 'DatabaseInput.Name'],
  ['AWS::KMS::Alias', 'AliasName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
];

/** Names of these are an account's, whatever the region, or those of all accounts. */
const global: readonly (readonly [type: string, path: string])[] = [
  // "All dashboards in your account are global, not region-specific":
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::S3::Bucket', 'BucketName'],
];

const namesOf = (stage: string, places: typeof regional) => {
  const { template } = synthesize({ customerKey: true }, stage);
  return places.flatMap(([type, path]) =>
    findResources(template, type).flatMap(([, { Properties }]) =>
      valuesAt(Properties, path).map((name) => `${type} ${JSON.stringify(name)}`),
    ),
  );
};

test('two stages in one account and region share no name', () => {
  const [one, two] = ['one', 'two'].map((stage) => namesOf(stage, [...regional, ...global]));
  expect(one?.length).toBeGreaterThan(3);
  expect(one?.filter((name) => two?.includes(name))).toEqual([]);
});

test('one stage in two regions of an account shares no name: those that know no region hold it', () => {
  const names = namesOf('one', global);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(name).toContain('{"Ref":"AWS::Region"}');
});
