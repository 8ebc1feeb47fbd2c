import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { views } from '../../glue/views/index.ts';
import { listMetricsViews } from '../../lib/query/metrics-reader.ts';
import { listRights, listStatements } from './statements.ts';
import { findResource, findResources, flatten, synthesize } from './synthesize.ts';

const { template } = synthesize({ scanCutoffMib: 2048 });

describe('every workgroup', () => {
  it('enforces encrypted results, a scan cutoff and metrics', () => {
    template.resourceCountIs('AWS::Athena::WorkGroup', 2);
    template.allResourcesProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        BytesScannedCutoffPerQuery: 2048 * 1024 * 1024,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: {
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
          ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
          OutputLocation: Match.anyValue(),
        },
      },
    });
  });

  it('has a place of its own for its results', () => {
    const places = findResources(template, 'AWS::Athena::WorkGroup').map(([, { Properties }]) => {
      const { ResultConfiguration } = Properties.WorkGroupConfiguration as {
        ResultConfiguration: { OutputLocation: unknown };
      };
      return `${Properties.Name} ${flatten(ResultConfiguration.OutputLocation).replace(/\$\{.+\}/, 'results')}`;
    });
    expect(places.sort()).toEqual([
      'betlake-test s3://results/all/',
      'betlake-test-metrics s3://results/metrics/',
    ]);
  });
});

describe('a reader of metrics', () => {
  const rights = listRights(listStatements(template, 'AWS::IAM::ManagedPolicy', 'MetricsReader'));

  it('reads the rollups behind the metrics and results of its own workgroup, nothing else', () => {
    const rollups = ['activity', 'game_dimension', 'player_dimension'];
    expect(rights.filter((right) => right.startsWith('s3:GetObject'))).toEqual([
      ...rollups.flatMap((name) => [
        `s3:GetObject Lake/rollup/${name}/files/*`,
        `s3:GetObject Lake/rollup/${name}/manifest/*`,
      ]),
      's3:GetObject QueryResults/metrics/*',
    ]);
  });

  it('writes nothing but results', () => {
    expect(rights.filter((right) => /Put|Delete|Create|Update/.test(right))).toEqual([
      's3:PutObject QueryResults/metrics/*',
    ]);
  });

  it('has no right on landing, curated rows, quarantine, the ledger or profiles of players', () => {
    expect(
      rights.filter((right) => /Landing|curated|quarantine|loads|profiles|players_current/.test(right)),
    ).toEqual([]);
  });

  it('queries in the workgroup of metrics alone', () => {
    const queries = rights.filter((right) => right.startsWith('athena:'));
    expect(queries).toHaveLength(5);
    for (const right of queries) expect(right).toMatch(/:workgroup\/betlake-test-metrics$/);
  });

  it('sees the views that read those rollups', () => {
    const names = [...new Set(listMetricsViews().map(({ template }) => template.name))];
    for (const name of [
      'activity',
      'game_metrics',
      'games_current',
      'money',
      'player_metrics',
      'slice_metrics',
    ])
      expect(names).toContain(name);
    for (const name of ['players_current', 'bet_conflicts', 'player_conflicts', 'quarantine'])
      expect(names).not.toContain(name);
  });

  it('sees no view that reads more, whatever its declaration says', () => {
    const wrong = views.map((view) => ({ ...view, template: { ...view.template, forMetricsReaders: true } }));
    expect(() => listMetricsViews(wrong.filter(({ name }) => name === 'bet_conflicts'))).toThrow(
      'the view bet_conflicts is declared for readers of metrics and reads bets, on which they have no right: leave forMetricsReaders out',
    );
  });

  it('fits into one managed policy, whatever the region and the buckets are called', () => {
    const { Properties } = findResource(template, 'AWS::IAM::ManagedPolicy');
    const longest = JSON.stringify(Properties.PolicyDocument)
      .replaceAll('{"Ref":"AWS::Partition"}', 'aws')
      .replaceAll('{"Ref":"AWS::Region"}', 'ap-southeast-1')
      .replaceAll('{"Ref":"AWS::AccountId"}', '123456789012')
      .replaceAll(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g, `arn:aws:s3:::${'b'.repeat(63)}`)
      .replaceAll(/\{"Fn::Join":\["",\[|\]\]\}|"?,"?/g, '');
    expect(longest.length).toBeLessThan(6144);
  });
});

it('outputs where everything is', () => {
  expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
    'AlarmTopicArn',
    'DashboardUrl',
    'DatabaseName',
    'Debits',
    'LakeBucketName',
    'LandingBucketName',
    'LandingQueueUrl',
    'MetricsReaderPolicyArn',
    'MetricsWorkgroupName',
    'RefreshQueueUrl',
    'WorkgroupName',
  ]);
});
