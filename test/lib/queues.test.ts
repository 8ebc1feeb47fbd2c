import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { findResources, flatten, synthesize } from './synthesize.ts';

const { template } = synthesize({ touchWindowSeconds: 90, concurrency: { convert: 7 } });
const queues = findResources(template, 'AWS::SQS::Queue');
const functions = findResources(template, 'AWS::Lambda::Function');

describe('every queue', () => {
  it.each(queues)('%s is encrypted', (_, { Properties }) => {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
  });

  it.each(queues)('%s refuses whoever comes without TLS', (id) => {
    const policies = findResources(template, 'AWS::SQS::QueuePolicy').filter(([, { Properties }]) =>
      (Properties.Queues as unknown[]).some((queue) => flatten(queue) === `\${${id}}`),
    );
    expect(JSON.stringify(policies)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
  });
});

describe('a queue of work', () => {
  const working = queues.filter(([, { Properties }]) => Properties.RedrivePolicy);

  it('has a queue of dead letters, after at least five tries', () => {
    expect(working).toHaveLength(2);
    for (const [, { Properties }] of working) {
      const { maxReceiveCount } = Properties.RedrivePolicy as { maxReceiveCount: number };
      expect(maxReceiveCount).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(working)('%s hides a message for six runs of its function', (id, { Properties }) => {
    const [, source] =
      findResources(template, 'AWS::Lambda::EventSourceMapping').find(
        ([, mapping]) => flatten(mapping.Properties.EventSourceArn) === `\${${id}.Arn}`,
      ) ?? [];
    const [, takes] =
      functions.find(([name]) => flatten(source?.Properties.FunctionName) === `\${${name}}`) ?? [];
    expect(Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(takes?.Properties.Timeout));
  });
});

describe('convert', () => {
  it('is given ten messages at most, and some of them can fail alone', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });
});

describe('rollup', () => {
  it('is given the touches of the configured window together', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
      MaximumBatchingWindowInSeconds: 90,
    });
  });
});

it('reserves no concurrency, which would burn tries', () => {
  template.allResourcesProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
});
