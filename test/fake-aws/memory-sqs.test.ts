import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudCalls } from './cloud-calls.ts';
import type { MemoryQueue } from './memory-queue.ts';
import { MemorySqs } from './memory-sqs.ts';
import { poll, pollUntilEmpty } from './poll-queue.ts';
import { TestClock } from './test-clock.ts';

describe('the memory SQS', () => {
  let clock: TestClock;
  let sqs: MemorySqs;
  let dead: MemoryQueue;
  let queue: MemoryQueue;
  let seen: string[];

  beforeEach(() => {
    clock = new TestClock();
    sqs = new MemorySqs({ now: clock.now });
    dead = sqs.createQueue('convert-dlq');
    queue = sqs.createQueue('convert', { visibilityTimeout: 90, deadLetters: dead, maxReceiveCount: 3 });
    seen = [];
  });

  const take = async (event: SQSEvent) => {
    seen.push(...event.Records.map((record) => record.body));
  };
  const fail = async () => {
    throw new Error('no');
  };

  it('gives ten at a time to a function and deletes what it handled', async () => {
    for (let i = 0; i < 12; i++) queue.send(`${i}`);
    expect(await poll(queue, take)).toEqual({ received: 10, failed: 0, error: undefined });
    expect(await poll(queue, take)).toMatchObject({ received: 2 });
    expect(await poll(queue, take)).toMatchObject({ received: 0 });
    expect(seen).toHaveLength(12);
  });

  it('keeps a failed batch invisible for the visibility timeout', async () => {
    queue.send('a');
    expect(await poll(queue, fail)).toMatchObject({ received: 1, failed: 1 });
    clock.advance(89);
    expect(await poll(queue, take)).toMatchObject({ received: 0 });
    clock.advance(1);
    expect(await poll(queue, take)).toMatchObject({ received: 1, failed: 0 });
  });

  it('fails only the messages that the function names, and all where it names one that was not there', async () => {
    for (const body of ['good', 'bad']) queue.send(body);
    const naming = (pick: (event: SQSEvent) => string | undefined) => async (event: SQSEvent) => {
      return { batchItemFailures: [{ itemIdentifier: pick(event) ?? '' }] };
    };
    expect(
      await poll(
        queue,
        naming(() => 'who?'),
      ),
    ).toMatchObject({ received: 2, failed: 2 });
    clock.advance(90);
    const bad = naming((event) => event.Records.find((record) => record.body === 'bad')?.messageId);
    expect(await poll(queue, bad)).toMatchObject({ received: 2, failed: 1 });
    expect(queue.bodies).toEqual(['bad']);
  });

  it('moves a message that was received too often to the dead letters, from where it can be sent again', async () => {
    queue.send('poison');
    await pollUntilEmpty(queue, fail, clock);
    expect(dead.messages).toMatchObject([{ body: 'poison', receiveCount: 3 }]);
    dead.redriveTo(queue);
    await pollUntilEmpty(queue, take, clock);
    expect([seen, dead.bodies]).toEqual([['poison'], []]);
  });

  it('delivers again where a deletion was lost, and in any order that a test wants', async () => {
    for (const body of ['a', 'b', 'c']) queue.send(body);
    const lost = new Set(['b']);
    queue.losesDelete = ({ body }) => lost.delete(body);
    queue.deliver = (visible) => [...visible].reverse();
    await pollUntilEmpty(queue, take, clock);
    expect(seen).toEqual(['c', 'b', 'a', 'b']);
  });

  it('does not let a receipt that is out of date delete a message', async () => {
    queue.send('slow');
    await poll(queue, async () => {
      clock.advance(90);
      await poll(queue, fail);
    });
    expect(queue.messages).toMatchObject([{ receiveCount: 2 }]);
  });

  it('handles the commands of the client', async () => {
    const client = sqs.client();
    const QueueUrl = queue.url;
    const Entries = ['x', 'y'].map((Id) => ({ Id, MessageBody: Id, DelaySeconds: 60 }));
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(['x', 'y']);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'now' }));
    await poll(queue, async ({ Records: [record] }) => {
      const change = { QueueUrl, ReceiptHandle: record?.receiptHandle, VisibilityTimeout: 30 };
      await client.send(new ChangeMessageVisibilityCommand(change));
      throw new Error('later');
    });
    expect(queue.nextVisible).toEqual(new Date(clock.now().getTime() + 30_000));
    const seen = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(seen.Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '2',
    });
  });

  describe('as a FIFO queue', () => {
    let fifo: MemoryQueue;
    beforeEach(() => {
      fifo = sqs.createQueue('refresh.fifo', {
        visibilityTimeout: 90,
        deadLetters: sqs.createQueue('refresh-dlq.fifo', { fifo: {} }),
        maxReceiveCount: 2,
        fifo: { delaySeconds: 60 },
      });
    });
    const failing = (...bodies: string[]) => {
      return async ({ Records }: SQSEvent) => {
        const failed = Records.filter((record) => bodies.includes(record.body));
        seen.push(...Records.filter((record) => !failed.includes(record)).map(({ body }) => body));
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      };
    };

    it('gives a group in its order, after the delay of the queue, and none of it while one is in flight', async () => {
      for (const body of ['a1', 'b1', 'a2']) fifo.send(body, { group: body[0] });
      expect(await poll(fifo, take)).toMatchObject({ received: 0 });
      expect(fifo.nextVisible).toEqual(new Date(clock.now().getTime() + 60_000));
      clock.advance(60);
      await poll(
        fifo,
        async (event) => {
          await take(event);
          await poll(fifo, take);
        },
        { batchSize: 1 },
      );
      expect(seen).toEqual(['a1', 'b1']);
      await poll(fifo, take);
      expect(seen).toEqual(['a1', 'b1', 'a2']);
    });

    it('holds a group back behind a message that failed, until that is given up, and no other group', async () => {
      for (const body of ['a1', 'a2', 'b1']) fifo.send(body, { group: body[0] });
      clock.advance(60);
      await poll(fifo, failing('a1'), { batchSize: 1 });
      await poll(fifo, failing('a1'));
      expect(seen).toEqual(['b1']);
      clock.advance(90);
      await poll(fifo, failing('a1'), { batchSize: 1 });
      expect(await poll(fifo, take)).toMatchObject({ received: 0 });
      clock.advance(90);
      await poll(fifo, take);
      expect(seen).toEqual(['b1', 'a2']);
      expect(fifo.deadLetters?.messages).toMatchObject([{ body: 'a1', group: 'a' }]);
    });

    it('keeps of equal messages within five minutes only the first, even once that was handled', async () => {
      const send = (deduplicationId?: string) => fifo.send('a', { group: 'a', deduplicationId });
      const first = send('x');
      clock.advance(60);
      await poll(fifo, take);
      expect(send('x')).toBe(first);
      expect(fifo.messages).toEqual([]);
      send('y');
      send();
      send();
      expect(fifo.messages).toHaveLength(2);
      clock.advance(240);
      send('x');
      expect(fifo.messages).toHaveLength(3);
    });

    it('refuses a message without a group or with a delay of its own, and a standard queue one with a group', () => {
      expect(() => fifo.send('a')).toThrow('MissingParameter');
      expect(() => fifo.send('a', { group: 'a', delaySeconds: 1 })).toThrow('InvalidParameterValue');
      expect(() => queue.send('a', { group: 'a' })).toThrow('InvalidParameterValue');
    });
  });

  it('refuses what SQS refuses', async () => {
    const client = sqs.client();
    const Entries = Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, MessageBody: 'x' }));
    const tooMany = client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    await expect(tooMany).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    const nowhere = client.send(new SendMessageCommand({ QueueUrl: 'https://sqs/none', MessageBody: 'x' }));
    await expect(nowhere).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('lets a hook see and refuse every call', async () => {
    const calls = new CloudCalls();
    const shared = new MemorySqs({ calls });
    const refreshQueue = shared.createQueue('refresh');
    const seen: string[] = [];
    calls.hook = ({ service, operation, bucket, when, index }) => {
      seen.push(`${index} ${when} ${service} ${operation} ${bucket}`);
      if (index === 1) throw new Error('crash');
    };
    const command = new SendMessageCommand({ QueueUrl: refreshQueue.url, MessageBody: 'x' });
    await shared.client().send(command);
    await expect(shared.client().send(command)).rejects.toThrow('crash');
    expect(seen).toEqual([
      '0 before sqs SendMessage refresh',
      '0 after sqs SendMessage refresh',
      '1 before sqs SendMessage refresh',
    ]);
    expect(refreshQueue.bodies).toEqual(['x']);
  });
});
