import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { findResources, flatten, synthesize } from './synthesize.ts';

const { template } = synthesize({ refreshDelaySeconds: 90, concurrency: { convert: 7 } });
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

  it.each(working)(
    '%s hides a message for six runs of its function, a FIFO queue for two',
    (id, { Properties }) => {
      const [, source] =
        findResources(template, 'AWS::Lambda::EventSourceMapping').find(
          ([, mapping]) => flatten(mapping.Properties.EventSourceArn) === `\${${id}.Arn}`,
        ) ?? [];
      const [, takes] =
        functions.find(([name]) => flatten(source?.Properties.FunctionName) === `\${${name}}`) ?? [];
      const runs = Properties.FifoQueue ? 2 : 6;
      expect(Properties.VisibilityTimeout).toBe(runs * Number(takes?.Properties.Timeout));
    },
  );
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
  it('is given one invalidation at a time', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 3 },
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });

  it('takes them from a FIFO queue after the configured delay, and what fails goes to another one', () => {
    const fifo = queues.filter(([, { Properties }]) => Properties.FifoQueue);
    expect(fifo.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'RefreshQueue',
      'RefreshQueueDeadLetters',
    ]);
    template.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      DelaySeconds: 90,
      ContentBasedDeduplication: true,
      RedrivePolicy: Match.objectLike({
        deadLetterTargetArn: {
          'Fn::GetAtt': [Match.stringLikeRegexp('^RefreshQueueDeadLetters'), 'Arn'],
        },
      }),
    });
  });
});

it('reserves no concurrency, which would burn tries', () => {
  template.allResourcesProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
});
