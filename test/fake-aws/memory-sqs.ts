import type { SQSClient } from '@aws-sdk/client-sqs';
import { CloudCalls } from './cloud-calls.ts';
import { MemoryQueue, type MemoryQueueOptions } from './memory-queue.ts';
import { makeSqsClient } from './memory-sqs-client.ts';
import { sqsFault } from './sqs-fault.ts';

export interface MemorySqsOptions {
  /** @default the real time */
  readonly now?: () => Date;
  /** Shared with a memory S3, one sequence numbers the calls of both. @default its own */
  readonly calls?: CloudCalls;
}

/** SQS as far as Betlake uses it, in memory: visibility, receive counts, dead letters, and a hook at every call. */
export class MemorySqs {
  readonly calls: CloudCalls;
  readonly #now: () => Date;
  readonly #queues = new Map<string, MemoryQueue>();

  constructor({ now = () => new Date(), calls = new CloudCalls() }: MemorySqsOptions = {}) {
    this.#now = now;
    this.calls = calls;
  }

  createQueue(name: string, options?: MemoryQueueOptions): MemoryQueue {
    const queue = new MemoryQueue(name, this.#now, options);
    this.#queues.set(queue.url, queue);
    return queue;
  }

  /** What an `SQSClient` would be. */
  client(): Pick<SQSClient, 'send'> {
    return makeSqsClient((url) => this.#find(url), this.calls);
  }

  #find(url: string | undefined): MemoryQueue {
    const queue = this.#queues.get(url ?? '');
    if (!queue) throw sqsFault('QueueDoesNotExist');
    return queue;
  }
}
