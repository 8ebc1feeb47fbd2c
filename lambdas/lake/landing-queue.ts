import type { SqsQueue } from './sqs-queue.ts';

/** The queue that S3's events of the landing bucket go to, and whoever wants an object looked at again. */
export interface LandingQueue {
  /** Asks for landing objects to be loaded as they are now. */
  send(landingKeys: readonly string[]): Promise<void>;
}

/** The landing queue on SQS: messages `{"key": …}` beside S3's own. */
export class SqsLandingQueue implements LandingQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  async send(landingKeys: readonly string[]): Promise<void> {
    await this.#queue.send(landingKeys.map((key) => ({ body: JSON.stringify({ key }) })));
  }
}
