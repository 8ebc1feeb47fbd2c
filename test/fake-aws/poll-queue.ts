import type { Context, SQSHandler } from 'aws-lambda';
import type { MemoryQueue } from './memory-queue.ts';
import type { TestClock } from './test-clock.ts';

export interface PollOptions {
  /** @default 10 */
  readonly batchSize?: number;
  /** Whether the event source asks for `batchItemFailures`. @default true */
  readonly reportsItemFailures?: boolean;
  /** The time that the function says it has left. @default a minute */
  readonly remainingMs?: () => number;
}

/** What became of the messages of one poll. */
export interface PollOutcome {
  readonly received: number;
  readonly failed: number;
  /** What the function threw. */
  readonly error: unknown;
}

/**
 * One poll, as Lambda's poller does it: a batch to the function, then what did not fail is deleted. A function
 * that throws, or names a message that was not in the batch, fails all of it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export async function poll(
  queue: MemoryQueue,
  handler: SQSHandler,
  { batchSize = 10, reportsItemFailures = true, remainingMs = () => 60_000 }: PollOptions = {},
): Promise<PollOutcome> {
  const Records = queue.receive(batchSize);
  if (Records.length === 0) return { received: 0, failed: 0, error: undefined };
  let failures: readonly string[] = [];
  let error: unknown;
  try {
    const response = await handler(structuredClone({ Records }), toContext(remainingMs), () => undefined);
    if (reportsItemFailures)
      failures = (response?.batchItemFailures ?? []).map((item) => item.itemIdentifier);
    const known = new Set(Records.map((record) => record.messageId));
    if (failures.some((failure) => !known.has(failure))) failures = [...known];
  } catch (thrown) {
    error = thrown;
    failures = Records.map((record) => record.messageId);
  }
  const done = Records.filter((record) => !failures.includes(record.messageId));
  for (const record of done) queue.delete(record.receiptHandle);
  return { received: Records.length, failed: Records.length - done.length, error };
}

/**
 * Polls until nothing is left in the queue, moving the clock on to whatever becomes visible next.
 *
 * @throws when the queue is not empty after `most` polls
 */
export async function pollUntilEmpty(
  queue: MemoryQueue,
  handler: SQSHandler,
  clock: TestClock,
  { most = 1000, ...options }: PollOptions & { readonly most?: number } = {},
): Promise<void> {
  for (let polls = 0; queue.nextVisible !== undefined; polls++) {
    if (polls >= most)
      throw new Error(`${queue.name} still holds ${queue.messages.length} after ${most} polls`);
    clock.advanceTo(queue.nextVisible);
    await poll(queue, handler, options);
  }
}

function toContext(remainingMs: () => number): Context {
  const nothing = () => undefined;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'memory',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:memory',
    memoryLimitInMB: '2048',
    awsRequestId: '00000000-0000-4000-8000-000000000000',
    logGroupName: '/aws/lambda/memory',
    logStreamName: 'memory',
    getRemainingTimeInMillis: remainingMs,
    done: nothing,
    fail: nothing,
    succeed: nothing,
  };
}
