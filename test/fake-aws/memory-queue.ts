import { createHash, randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { maxReceives } from '../../lib/compute/timeouts.ts';
import { sqsFault } from './sqs-fault.ts';

export interface MemoryQueueOptions {
  /** Seconds that a received message stays out of sight. @default 30 */
  readonly visibilityTimeout?: number;
  /** Where messages go that were received `maxReceiveCount` times. @default nowhere */
  readonly deadLetters?: MemoryQueue;
  /** @default that of the deployed queues */
  readonly maxReceiveCount?: number;
  /** Makes it a FIFO queue. @default a standard one */
  readonly fifo?: {
    /** How long every message stays out of sight at first. @default 0 */
    readonly delaySeconds?: number;
  };
}

export interface SendOptions {
  /** Of a standard queue alone. */
  readonly delaySeconds?: number | undefined;
  /** Of a FIFO queue, which takes no message without one. */
  readonly group?: string | undefined;
  /** @default what the body says: the queue's deduplication is by content */
  readonly deduplicationId?: string | undefined;
}

/** A message in a queue. */
export interface MemoryMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentMs: number;
  readonly group: string | undefined;
  readonly deduplicationId: string | undefined;
  receiveCount: number;
  firstReceivedMs: number | undefined;
  /** When it can be received next. */
  visibleMs: number;
  /** Of the newest receipt; undefined before the first. */
  receiptHandle: string | undefined;
}

/**
 * One queue. A standard one: at least once, in an order that nothing may rely on. A FIFO one: the messages of a group
 * in their order, none of them while another is out of sight, and of equal ones within five minutes the first alone.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
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
  readonly #fifo: MemoryQueueOptions['fifo'];
  /** When a FIFO queue took which message last, by its deduplication id. */
  readonly #accepted = new Map<string, { readonly message: MemoryMessage; readonly ms: number }>();
  readonly #now: () => Date;
  readonly #messages = new Set<MemoryMessage>();
  readonly #receipts = new Map<string, MemoryMessage>();

  constructor(name: string, now: () => Date, options: MemoryQueueOptions = {}) {
    this.name = name;
    this.url = `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;
    this.arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    this.visibilityTimeout = options.visibilityTimeout ?? 30;
    this.deadLetters = options.deadLetters;
    this.maxReceiveCount = options.maxReceiveCount ?? maxReceives;
    this.#fifo = options.fifo;
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
    for (const message of this.#listHeads()) {
      if (this.#isVisible(message)) return this.#now();
      next = Math.min(next, message.visibleMs);
    }
    return Number.isFinite(next) ? new Date(next) : undefined;
  }

  /** @returns the message, or the one that a FIFO queue takes it for */
  send(body: string, { delaySeconds, group, deduplicationId }: SendOptions = {}): MemoryMessage {
    const sentMs = this.#now().getTime();
    if (this.#fifo && group === undefined) throw sqsFault('MissingParameter');
    if (this.#fifo ? delaySeconds : (group ?? deduplicationId)) throw sqsFault('InvalidParameterValue');
    const id = this.#fifo && (deduplicationId ?? createHash('sha256').update(body).digest('hex'));
    const before = id === undefined ? undefined : this.#accepted.get(id);
    if (before && sentMs - before.ms < deduplicationMs) return before.message;
    const message: MemoryMessage = {
      messageId: randomUUID(),
      body,
      sentMs,
      group,
      deduplicationId: id,
      receiveCount: 0,
      firstReceivedMs: undefined,
      visibleMs: sentMs + (this.#fifo?.delaySeconds ?? delaySeconds ?? 0) * 1000,
      receiptHandle: undefined,
    };
    this.#messages.add(message);
    if (id !== undefined) this.#accepted.set(id, { message, ms: sentMs });
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
    for (const { body, group } of this.#messages) {
      queue.send(body, queue.#fifo ? { group, deduplicationId: randomUUID() } : {});
    }
    this.#messages.clear();
    this.#receipts.clear();
  }

  #choose(most: number): readonly MemoryMessage[] {
    const visible: MemoryMessage[] = [];
    const held = new Set<string | undefined>();
    for (const message of this.#messages) {
      if (!this.deliver && visible.length === most) break;
      if (this.#fifo && held.has(message.group)) continue;
      if (!this.#isVisible(message)) {
        held.add(message.group);
      } else if (this.deadLetters && message.receiveCount >= this.maxReceiveCount) {
        this.#bury(message, this.deadLetters);
      } else {
        visible.push(message);
      }
    }
    const chosen = this.deliver?.(visible) ?? visible;
    return (this.#fifo ? keepGroupOrder(chosen, visible) : chosen).slice(0, most);
  }

  /** The messages that can be next: of a FIFO queue the first of each group. */
  #listHeads(): readonly MemoryMessage[] {
    if (!this.#fifo) return this.messages;
    const heads = new Map<string | undefined, MemoryMessage>();
    for (const message of this.#messages) if (!heads.has(message.group)) heads.set(message.group, message);
    return [...heads.values()];
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

/** Puts the groups in the order that was chosen, and the messages of each in their own. */
function keepGroupOrder(
  chosen: readonly MemoryMessage[],
  visible: readonly MemoryMessage[],
): readonly MemoryMessage[] {
  const groups = new Set(chosen.map(({ group }) => group));
  return [...groups].flatMap((group) => visible.filter((message) => message.group === group));
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
      ...(message.group !== undefined && {
        MessageGroupId: message.group,
        MessageDeduplicationId: message.deduplicationId ?? '',
      }),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: 'us-east-1',
  };
}

/** How long a FIFO queue knows a message again. */
const deduplicationMs = 300_000;
