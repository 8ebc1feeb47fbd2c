import { createHash, randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

export interface MemoryQueueOptions {
  /** Seconds that a received message stays out of sight. @default 30 */
  readonly visibilityTimeout?: number;
  /** Where messages go that were received `maxReceiveCount` times. @default nowhere */
  readonly deadLetters?: MemoryQueue;
  /** @default 5 */
  readonly maxReceiveCount?: number;
}

/** A message in a queue. */
export interface MemoryMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentMs: number;
  receiveCount: number;
  firstReceivedMs: number | undefined;
  /** When it can be received next. */
  visibleMs: number;
  /** Of the newest receipt; undefined before the first. */
  receiptHandle: string | undefined;
}

/** One standard queue: at least once, in an order that nothing may rely on. */
export class MemoryQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly visibilityTimeout: number;
  readonly deadLetters: MemoryQueue | undefined;
  readonly maxReceiveCount: number;
  /** Chooses and orders what a receive gives, out of what is visible; a message may be given twice. */
  deliver: ((visible: readonly MemoryMessage[]) => readonly MemoryMessage[]) | undefined;
  /** Whether a deletion gets lost, so that the message comes again: how SQS comes to deliver twice. */
  losesDelete: ((message: MemoryMessage) => boolean) | undefined;
  readonly #now: () => Date;
  readonly #messages = new Set<MemoryMessage>();
  readonly #receipts = new Map<string, MemoryMessage>();

  constructor(name: string, now: () => Date, options: MemoryQueueOptions = {}) {
    this.name = name;
    this.url = `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;
    this.arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    this.visibilityTimeout = options.visibilityTimeout ?? 30;
    this.deadLetters = options.deadLetters;
    this.maxReceiveCount = options.maxReceiveCount ?? 5;
    this.#now = now;
  }

  /** Everything in the queue, in sight or not, oldest first. */
  get messages(): readonly MemoryMessage[] {
    return [...this.#messages];
  }

  /** The bodies of everything in the queue. */
  get bodies(): string[] {
    return this.messages.map((message) => message.body);
  }

  countMessages(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const hidden = this.messages.filter((message) => !this.#isVisible(message));
    const delayed = hidden.filter((message) => message.receiveCount === 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  /** When the next message can be received, now or later; undefined in an empty queue. */
  get nextVisible(): Date | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const message of this.#messages) {
      if (this.#isVisible(message)) return this.#now();
      next = Math.min(next, message.visibleMs);
    }
    return Number.isFinite(next) ? new Date(next) : undefined;
  }

  send(body: string, delaySeconds = 0): MemoryMessage {
    const sentMs = this.#now().getTime();
    const message: MemoryMessage = {
      messageId: randomUUID(),
      body,
      sentMs,
      receiveCount: 0,
      firstReceivedMs: undefined,
      visibleMs: sentMs + delaySeconds * 1000,
      receiptHandle: undefined,
    };
    this.#messages.add(message);
    return message;
  }

  /** Takes what is visible, at most `most`, as the records of a Lambda's event. */
  receive(most: number): SQSRecord[] {
    const now = this.#now().getTime();
    return this.#choose(most).map((message) => {
      const receiptHandle = randomUUID();
      this.#forgetReceipt(message);
      this.#receipts.set(receiptHandle, message);
      message.receiptHandle = receiptHandle;
      message.receiveCount += 1;
      message.firstReceivedMs ??= now;
      message.visibleMs = now + this.visibilityTimeout * 1000;
      return toRecord(this, message, receiptHandle);
    });
  }

  /** An outdated receipt deletes nothing, as one who was too slow finds out. */
  delete(receiptHandle: string): void {
    const message = this.find(receiptHandle);
    if (message && !this.losesDelete?.(message)) this.#remove(message);
  }

  find(receiptHandle: string): MemoryMessage | undefined {
    return this.#receipts.get(receiptHandle);
  }

  changeVisibility(message: MemoryMessage, seconds: number): void {
    message.visibleMs = this.#now().getTime() + seconds * 1000;
  }

  /** Sends everything to another queue as new messages: what "start DLQ redrive" does. */
  redriveTo(queue: MemoryQueue): void {
    for (const message of this.#messages) queue.send(message.body);
    this.#messages.clear();
    this.#receipts.clear();
  }

  #choose(most: number): readonly MemoryMessage[] {
    const visible: MemoryMessage[] = [];
    for (const message of this.#messages) {
      if (!this.deliver && visible.length === most) break;
      if (!this.#isVisible(message)) continue;
      if (this.deadLetters && message.receiveCount >= this.maxReceiveCount)
        this.#bury(message, this.deadLetters);
      else visible.push(message);
    }
    return (this.deliver?.(visible) ?? visible).slice(0, most);
  }

  #isVisible(message: MemoryMessage): boolean {
    return message.visibleMs <= this.#now().getTime();
  }

  #bury(message: MemoryMessage, grave: MemoryQueue): void {
    this.#remove(message);
    grave.#messages.add({ ...message, receiptHandle: undefined, visibleMs: this.#now().getTime() });
  }

  #remove(message: MemoryMessage): void {
    this.#messages.delete(message);
    this.#forgetReceipt(message);
  }

  #forgetReceipt(message: MemoryMessage): void {
    if (message.receiptHandle !== undefined) this.#receipts.delete(message.receiptHandle);
  }
}

function toRecord(queue: MemoryQueue, message: MemoryMessage, receiptHandle: string): SQSRecord {
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentMs),
      SenderId: 'AIDAMEMORY',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: 'us-east-1',
  };
}
