import { describe, expect, test } from 'vitest';
import { listExtremes, toSettings } from './extreme-settings.ts';
import {
  environmentBytes,
  logRetentions,
  measure,
  resourcePolicyBytes,
  rolePoliciesLength,
  serviceLimits,
  templateLimits,
  valuesAt,
} from './service-limits.ts';
import { findResources, flatten, type Resource, synthesize } from './synthesize.ts';

test('every setting has a least and a most', () => {
  expect(listExtremes().map(([path]) => path)).toEqual(
    expect.arrayContaining(['memoryMib.rollup', 'concurrency.convert', 'refreshDelaySeconds', 'days.logs']),
  );
  for (const [path, least, most] of listExtremes())
    if (path !== 'landingBucket') expect(least, path).not.toEqual(most);
});

/** Each setting at its least, each at its most, and two mixtures in which every two neighbours differ. */
const choices: readonly (readonly [string, (index: number) => 'least' | 'most'])[] = [
  ['every setting at its least', () => 'least'],
  ['every setting at its most', () => 'most'],
  ['every second setting at its most', (index) => (index % 2 ? 'most' : 'least')],
  ['the other settings at their most', (index) => (index % 2 ? 'least' : 'most')],
];

describe.each(choices)('a deployment with %s', (_, choose) => {
  const stage = 'a234567890123456';
  const { stack, template } = synthesize(toSettings(choose), stage);
  const resources = Object.entries(template.toJSON().Resources as Record<string, Resource>);
  const find = (type: string) => findResources(template, type);
  const queueOf = ({ Properties }: Resource) =>
    find('AWS::SQS::Queue').find(([id]) => flatten(Properties.EventSourceArn) === `\${${id}.Arn}`)?.[1]
      .Properties;

  test.each(serviceLimits)('has $type $path from $least to $most', ({ type, path, least, most, source }) => {
    for (const [id, { Properties }] of find(type)) {
      for (const value of valuesAt(Properties, path)) {
        const size = measure(value);
        if (size === undefined) continue;
        expect(size, `${id}.${path} by ${source}`).toBeGreaterThanOrEqual(least);
        expect(size, `${id}.${path} by ${source}`).toBeLessThanOrEqual(most);
      }
    }
  });

  test('is a template that CloudFormation takes', () => {
    expect(resources.length).toBeLessThanOrEqual(templateLimits.resources);
    expect(Object.keys(template.findOutputs('*')).length).toBeLessThanOrEqual(templateLimits.outputs);
    expect(Buffer.byteLength(JSON.stringify(template.toJSON()))).toBeLessThan(templateLimits.bytes);
    expect(stack.stackName.length).toBeLessThanOrEqual(templateLimits.stackNameLength);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html and …/with-sqs-create-package: Lambda
  // refuses a queue that shows a message again before its function has ended, a standard queue's batch of more than ten
  // without a window, and of a FIFO queue both.
  test('gives functions batches that their queues can give', () => {
    expect(find('AWS::Lambda::EventSourceMapping')).toHaveLength(2);
    for (const [, source] of find('AWS::Lambda::EventSourceMapping')) {
      const queue = queueOf(source);
      const { BatchSize, MaximumBatchingWindowInSeconds: window, FunctionName } = source.Properties;
      const [, takes] =
        find('AWS::Lambda::Function').find(([id]) => flatten(FunctionName) === `\${${id}}`) ?? [];
      expect(Number(queue?.VisibilityTimeout)).toBeGreaterThanOrEqual(Number(takes?.Properties.Timeout));
      if (queue?.FifoQueue) expect(window).toBeUndefined();
      if (queue?.FifoQueue || !window) expect(BatchSize).toBeLessThanOrEqual(10);
    }
  });

  test('keeps dead letters as long as their queue, so that none is gone before it can be redriven', () => {
    const days = new Set(
      find('AWS::SQS::Queue').map(([, { Properties }]) => Properties.MessageRetentionPeriod),
    );
    expect(days.size).toBe(1);
  });

  test('gives a function no more variables than Lambda takes', () => {
    for (const [id, { Properties }] of find('AWS::Lambda::Function')) {
      const variables = Object.entries((valuesAt(Properties, 'Environment.Variables')[0] ?? {}) as object);
      // Of a reference the longest name that a queue's address or a bucket has.
      const texts = variables.map(
        ([name, value]) => name + (typeof value === 'string' ? value : 'x'.repeat(150)),
      );
      expect(Buffer.byteLength(texts.join('')), id).toBeLessThanOrEqual(environmentBytes);
    }
  });

  test('keeps logs for days that CloudWatch knows, or without end', () => {
    for (const [, { Properties }] of find('AWS::Logs::LogGroup'))
      if (Properties?.RetentionInDays !== undefined)
        expect(logRetentions).toContain(Properties.RetentionInDays);
  });

  // By the page of PutMetricAlarm, as the table has it.
  test('has alarms whose periods CloudWatch evaluates', () => {
    for (const [id, { Properties }] of find('AWS::CloudWatch::Alarm')) {
      const periods = [Properties.Period, ...valuesAt(Properties, 'Metrics.*.MetricStat.Period')].filter(
        Boolean,
      );
      for (const period of periods.map(Number)) {
        expect(period % 60 === 0 || [10, 20, 30].includes(period), id).toBe(true);
        const most = period >= 3600 ? 604_800 : 86_400;
        expect(period * Number(Properties.EvaluationPeriods), id).toBeLessThanOrEqual(most);
      }
    }
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html: "rate(1 hours)" is refused.
  test('is swept at a rate that EventBridge takes', () => {
    const [[, rule] = []] = find('AWS::Events::Rule');
    expect(rule?.Properties.ScheduleExpression).toMatch(
      /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/,
    );
  });

  test('has names that the services take', () => {
    for (const [, { Properties }] of find('AWS::Athena::WorkGroup'))
      expect(Properties.Name).toMatch(/^[a-zA-Z0-9._-]{1,128}$/);
    for (const name of find('AWS::Glue::Database').flatMap(([, each]) =>
      valuesAt(each.Properties, 'DatabaseInput.Name'),
    ))
      expect(name).toMatch(/^[a-z0-9_]+$/);
  });

  test('gives buckets and keys no longer policies than S3 and KMS take', () => {
    for (const [type, most] of Object.entries(resourcePolicyBytes)) {
      for (const [id, { Properties }] of find(type)) {
        const policy = JSON.stringify(Properties.PolicyDocument ?? Properties.KeyPolicy);
        expect(Buffer.byteLength(policy), id).toBeLessThanOrEqual(most);
      }
    }
  });

  test('gives a role no more policies of its own than IAM takes', () => {
    const lengths = new Map<string, number>();
    for (const [, { Properties }] of find('AWS::IAM::Policy')) {
      for (const role of (Properties.Roles as unknown[]).map(flatten)) {
        // References become as long as the longest ARN of a bucket.
        const text = JSON.stringify(Properties.PolicyDocument).replaceAll(
          /\{"(?:Ref|Fn::GetAtt)":[^}]*\}/g,
          'a'.repeat(76),
        );
        lengths.set(role, (lengths.get(role) ?? 0) + text.length);
      }
    }
    expect(lengths.size).toBeGreaterThan(2);
    for (const length of lengths.values()) expect(length).toBeLessThanOrEqual(rolePoliciesLength);
  });
});

test('a list that a function could not be given in its variables is refused with what it may hold', () => {
  const longest = { voidStatuses: Array.from({ length: 400 }, (_, index) => `status ${index}`) };
  expect(() => synthesize(longest)).toThrow(/betlake\.test\.voidStatuses: expected at most 1,400 bytes/);
});
