import { expect, test } from 'vitest';
import { listRights, listStatements } from './statements.ts';
import { findResources, flatten, synthesize } from './synthesize.ts';

const { template } = synthesize();
const functions = ['Converter', 'Rollup', 'Sweep'] as const;

/** What calls which function: the queue of an event source, or S3 through the queue that it tells of landed objects. */
const calls = new Map<string, string>(
  findResources(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => [
    toName(flatten(Properties.EventSourceArn)),
    toName(flatten(Properties.FunctionName)),
  ]),
);

function toName(reference: string): string {
  return /^\$\{(LandingQueue|RefreshQueue|Converter|Rollup|Sweep)/.exec(reference)?.[1] ?? reference;
}

/** The queues that a function may put a message into, by itself or by writing to the bucket whose events go there. */
function listSent(name: string): string[] {
  return listRights(listStatements(template, 'AWS::IAM::Policy', name)).flatMap((right) => {
    const [, queue] = /^sqs:SendMessage (\w+)$/.exec(right) ?? [];
    if (queue) return [queue];
    return /^s3:(Put|Delete)\w+ LandingBucket/.test(right) ? ['LandingQueue'] : [];
  });
}

/** The functions that are called because another was, at any distance. */
function listCalled(name: string, before: readonly string[] = []): string[] {
  const next = listSent(name).flatMap((queue) => calls.get(queue) ?? []);
  return next.flatMap((each) =>
    before.includes(each) ? [each] : [each, ...listCalled(each, [...before, each])],
  );
}

// Lambda stops a function that is called by its own messages for the seventeenth time, and drops the message:
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
test('no function sends to a queue that calls it, at any distance, so none needs recursion to be allowed', () => {
  expect(Object.fromEntries(calls)).toEqual({ LandingQueue: 'Converter', RefreshQueue: 'Rollup' });
  const called = Object.fromEntries(functions.map((name) => [name, [...new Set(listCalled(name))].sort()]));
  expect(called).toEqual({ Converter: ['Rollup'], Rollup: [], Sweep: ['Converter', 'Rollup'] });
  for (const [, { Properties }] of findResources(template, 'AWS::Lambda::Function'))
    expect(Properties).not.toHaveProperty('RecursiveLoop');
});
