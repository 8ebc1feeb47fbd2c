import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it, test } from 'vitest';
import { findResources, synthesize } from './synthesize.ts';

const { template } = synthesize({
  memoryMib: { convert: 2048 },
  dateRange: { first: '2020-01-01' },
  voidStatuses: ["V'", 'R'],
  sweep: { everyMinutes: 30, windowDays: 3 },
  refreshDelaySeconds: 120,
});
const ours = findResources(template, 'AWS::Lambda::Function').filter(
  ([, { Properties }]) => Properties.Handler === 'index.handler' && 'Environment' in Properties,
);

it('has three functions beside the one of CDK', () => {
  expect(ours.map(([, { Properties }]) => Properties.Description).sort()).toEqual([
    'Betlake test: convert',
    'Betlake test: rollup',
    'Betlake test: sweep',
  ]);
  template.resourceCountIs('AWS::Lambda::Function', 4);
});

describe('the environment of a function', () => {
  it('is what its handler reads, and nothing else', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Betlake test: convert',
      MemorySize: 2048,
      Environment: {
        Variables: Match.objectEquals({
          BETLAKE_LANDING_BUCKET: { Ref: Match.stringLikeRegexp('^LandingBucket') },
          BETLAKE_LAKE_BUCKET: { Ref: Match.stringLikeRegexp('^Lake') },
          BETLAKE_LANDING_QUEUE_URL: { Ref: Match.stringLikeRegexp('^LandingQueue') },
          BETLAKE_REFRESH_QUEUE_URL: { Ref: Match.stringLikeRegexp('^RefreshQueue') },
          BETLAKE_FIRST_DATE: '2020-01-01',
          BETLAKE_DEBITS: 'negative',
          BETLAKE_STAKE_TYPES: '[1]',
          BETLAKE_VOID_STATUSES: '["V\'","R"]',
          BETLAKE_MEMORY_MIB: '2048',
          BETLAKE_SWEEP_WINDOW_DAYS: '3',
          BETLAKE_INVALIDATION_SECONDS: '2820',
          POWERTOOLS_SERVICE_NAME: 'betlake-test-convert',
          POWERTOOLS_METRICS_NAMESPACE: 'Betlake',
        }),
      },
    });
  });
});

test('every variable of a function is one that a handler reads', () => {
  const modules = ['core/runtime', ...['convert', 'rollup', 'sweep'].map(toContextFile)];
  const sources = modules.map((file) =>
    readFileSync(new URL(`../../lambdas/${file}.ts`, import.meta.url), 'utf8'),
  );
  const read = new Set(sources.join('\n').match(/(?<=')BETLAKE_\w+(?=')/g));
  const given = ours.flatMap(([, { Properties }]) =>
    Object.keys((Properties.Environment as { Variables: object }).Variables),
  );
  expect([...new Set(given)].filter((name) => name.startsWith('BETLAKE_')).sort()).toEqual([...read].sort());
});

function toContextFile(task: string): string {
  if (task === 'sweep') return 'sweep/open-sweep-context';
  return task === 'rollup' ? 'rollup/refresh-batch' : 'convert/convert-batch';
}

describe.each(ours)('%s', (_, { Properties }) => {
  it('runs on arm64 with room on disk for its work', () => {
    expect(Properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x', Timeout: 900 });
  });

  it('logs to a group of its own', () => {
    expect(Properties.LoggingConfig).toHaveProperty('LogGroup');
  });
});

it('functions run on x86_64 where that is configured', () => {
  const { template } = synthesize({ architecture: 'x86_64' });
  const described = { Description: Match.stringLikeRegexp('^Betlake test: '), Architectures: ['x86_64'] };
  expect(
    Object.keys(template.findResources('AWS::Lambda::Function', { Properties: described })),
  ).toHaveLength(3);
});

it('keeps every log for the configured time, that of the function of CDK too', () => {
  template.resourceCountIs('AWS::Logs::LogGroup', 4);
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  template.allResourcesProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: Match.anyValue() } });
});

it('the sweep runs as often as configured', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(30 minutes)',
    State: 'ENABLED',
  });
});
