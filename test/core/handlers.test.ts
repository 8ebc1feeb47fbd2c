import type { Context, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toTestEvent } from '../fake-aws/s3-event.ts';

const environment = {
  BETLAKE_LANDING_BUCKET: 'landing',
  BETLAKE_LAKE_BUCKET: 'lake',
  BETLAKE_LANDING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/landing',
  BETLAKE_REFRESH_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/refresh.fifo',
  BETLAKE_FIRST_DATE: '2015-01-01',
  BETLAKE_DEBITS: 'negative',
  BETLAKE_STAKE_TYPES: '[1]',
  BETLAKE_VOID_STATUSES: '["V"]',
  BETLAKE_MEMORY_MIB: '2048',
  BETLAKE_INVALIDATION_SECONDS: '3600',
  BETLAKE_SWEEP_WINDOW_DAYS: '3',
  POWERTOOLS_METRICS_NAMESPACE: 'Betlake',
  POWERTOOLS_SERVICE_NAME: 'betlake-test',
};

beforeEach(() => {
  // No lake is there to be claimed.
  vi.doMock('../../lambdas/core/lake-format.ts', () => ({ claimLake: async () => undefined }));
  vi.resetModules();
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.doUnmock('../../lambdas/core/lake-format.ts');
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const invocation = { getRemainingTimeInMillis: () => 60_000 } as Context;

function toEvent(body: string): SQSEvent {
  const record = { messageId: 'm1', receiptHandle: 'r1', body, attributes: {} };
  return { Records: [record] } as unknown as SQSEvent;
}

it('the handler of convert acknowledges the test event of S3', async () => {
  const { handler } = await import('../../lambdas/convert/handler.ts');
  const body = toTestEvent('landing', new Date(0));
  expect(await handler(toEvent(body), invocation)).toEqual({ batchItemFailures: [] });
});

it('the handler of rollup reports a message failed that is no invalidation', async () => {
  const written: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void written.push(String(line)));
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  const { handler } = await import('../../lambdas/rollup/handler.ts');
  const event = toEvent('{"dataset":"odds"}');
  expect(await handler(event, invocation)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(written.join()).toContain('not an invalidation');
});

it.each(['convert', 'rollup', 'sweep'])(
  'the handler of %s fails at its start, naming what its environment lacks',
  async (task) => {
    vi.stubEnv('BETLAKE_LAKE_BUCKET', '');
    await expect(import(`../../lambdas/${task}/handler.ts`)).rejects.toThrow('BETLAKE_LAKE_BUCKET');
  },
);
