import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSHandler } from 'aws-lambda';
import { reload } from '../../cloud/reload.ts';
import { type ActivityDefinition, defaultDefinition } from '../../glue/rollups/definition.ts';
import { type ConvertBatchContext, convertBatch } from '../../lambdas/convert/convert-batch.ts';
import { type ConvertLimits, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { SqsLandingQueue } from '../../lambdas/lake/landing-queue.ts';
import type { LoadRecord } from '../../lambdas/lake/ledger.ts';
import { openS3Landing } from '../../lambdas/lake/s3-landing.ts';
import { S3ObjectStore } from '../../lambdas/lake/s3-store.ts';
import { SqsQueue } from '../../lambdas/lake/sqs-queue.ts';
import { SqsTouchQueue } from '../../lambdas/lake/sqs-touch-queue.ts';
import { unloadObject } from '../../lambdas/lake/unload-object.ts';
import { type RollupBatchContext, rollupBatch } from '../../lambdas/rollup/rollup-batch.ts';
import { type SweepOutcome, sweepLake } from '../../lambdas/sweep/sweep-lake.ts';
import { CloudCalls } from './cloud-calls.ts';
import type { MemoryBucket, StoredVersion } from './memory-bucket.ts';
import type { MemoryQueue } from './memory-queue.ts';
import { MemoryS3 } from './memory-s3.ts';
import { MemorySqs } from './memory-sqs.ts';
import { MemoryTelemetry } from './memory-telemetry.ts';
import { poll } from './poll-queue.ts';
import type { S3Denial } from './s3-view.ts';
import { TestClock } from './test-clock.ts';
import type { Workbench } from './workbench.ts';

export interface CloudLakeOptions {
  readonly limits?: Partial<ConvertLimits>;
  /** @default as the platform exports its bets */
  readonly definition?: Partial<ActivityDefinition>;
  /** Whether the landing bucket keeps versions. @default true */
  readonly versioned?: boolean;
  /** How long a day is left alone at most. @default not at all */
  readonly dayIntervalSeconds?: number;
}

type Json = string | number | null;

/** What lands: lines as objects or as they are, or bytes. */
export type Content = readonly (Readonly<Record<string, Json>> | string)[] | Buffer;

/** A whole lake in a cloud in memory: buckets, events, queues with dead letters, and the functions on real DuckDB. */
export class CloudLake {
  readonly clock = new TestClock();
  readonly calls = new CloudCalls();
  readonly telemetry = new MemoryTelemetry();
  /** Rights withdrawn from the functions, until they are given back. */
  readonly denied: S3Denial[] = [];
  readonly bench: Workbench;
  readonly landing: MemoryBucket;
  readonly lake: MemoryBucket;
  readonly landingQueue: MemoryQueue;
  readonly landingDead: MemoryQueue;
  readonly touchQueue: MemoryQueue;
  readonly touchDead: MemoryQueue;
  /** The lake as a bystander sees it: no hook, no right withdrawn. */
  readonly store: S3ObjectStore;
  /** Whether an event of S3 is lost. */
  losesEvent: ((body: string) => boolean) | undefined;
  readonly convertContext: ConvertBatchContext;
  readonly rollupContext: RollupBatchContext;
  readonly #queues: { readonly landing: SqsQueue; readonly touches: SqsQueue };
  readonly #scratch: string;

  constructor(bench: Workbench, options: CloudLakeOptions = {}) {
    const { clock, calls, telemetry } = this;
    this.bench = bench;
    this.#scratch = join(bench.folder, randomUUID());
    mkdirSync(this.#scratch);
    const s3 = new MemoryS3({ now: clock.now, calls });
    const sqs = new MemorySqs({ now: clock.now, calls });
    this.landing = s3.createBucket('landing', { versioned: options.versioned ?? true });
    this.lake = s3.createBucket('lake');
    this.landingDead = sqs.createQueue('landing-dead');
    this.touchDead = sqs.createQueue('touch-dead');
    this.landingQueue = sqs.createQueue('landing', { ...queueOptions, deadLetters: this.landingDead });
    this.touchQueue = sqs.createQueue('touch', { ...queueOptions, deadLetters: this.touchDead });
    s3.notify('landing', (body) => {
      if (!this.losesEvent?.(body)) this.landingQueue.send(body);
    });
    this.#queues = {
      landing: new SqsQueue(sqs.client(), this.landingQueue.url),
      touches: new SqsQueue(sqs.client(), this.touchQueue.url),
    };
    const client = s3.client({ denied: this.denied });
    const openStore = (scratch: string) => new S3ObjectStore({ client, bucket: 'lake', scratch, retry });
    this.store = new S3ObjectStore({
      client: s3.quietClient(),
      bucket: 'lake',
      scratch: join(this.#scratch, 'seen'),
    });
    const works = { engine: bench.engine, scratch: this.#scratch, telemetry, now: clock.now };
    this.convertContext = {
      ...works,
      store: openStore(join(this.#scratch, 'convert')),
      landing: openS3Landing(client, 'landing', retry),
      touches: new SqsTouchQueue(this.#queues.touches),
      queue: this.#queues.landing,
      firstDate: '2015-01-01',
      limits: { ...defaultLimits, ...options.limits },
    };
    this.rollupContext = {
      ...works,
      openStore,
      queue: this.#queues.touches,
      touches: this.convertContext.touches,
      dayIntervalSeconds: options.dayIntervalSeconds ?? 0,
      atOnce: 2,
      definition: { ...defaultDefinition, ...options.definition },
    };
  }

  /** Puts an object, which sends its event. */
  land(key: string, content: Content): StoredVersion {
    return this.landing.put(key, toBytes(content));
  }

  readonly convert: SQSHandler = (event, { getRemainingTimeInMillis }) =>
    convertBatch(this.convertContext, event, getRemainingTimeInMillis);

  readonly rollup: SQSHandler = (event, { getRemainingTimeInMillis }) =>
    rollupBatch(this.rollupContext, event, getRemainingTimeInMillis);

  sweep(windowDays = 7): Promise<SweepOutcome> {
    return sweepLake({
      store: this.convertContext.store,
      landing: this.convertContext.landing,
      landingQueue: new SqsLandingQueue(this.#queues.landing),
      touches: this.convertContext.touches,
      telemetry: this.telemetry,
      definition: this.rollupContext.definition,
      windowDays,
      now: this.clock.now,
    });
  }

  /** What an operator does who wants objects read again. */
  reload(prefix: string): Promise<string[]> {
    return reload(this.convertContext.store, new SqsLandingQueue(this.#queues.landing), { prefix });
  }

  /** What an operator does who wants an object's rows gone. */
  unload(key: string): Promise<LoadRecord> {
    return unloadObject(this.convertContext.store, key, this.clock.now());
  }

  /** Runs both functions, moving the clock on, until both queues are empty. */
  async settle(most = 200): Promise<void> {
    for (let rounds = 0; rounds < most; rounds++) {
      const waiting = [this.landingQueue.nextVisible, this.touchQueue.nextVisible].filter(
        (moment) => moment !== undefined,
      );
      const [next] = waiting.sort((a, b) => a.getTime() - b.getTime());
      if (!next) return;
      this.clock.advanceTo(next);
      await poll(this.landingQueue, this.convert);
      await poll(this.touchQueue, this.rollup, { batchSize: 100 });
    }
    throw new Error(`queues still hold messages after ${most} rounds`);
  }
}

export function toBytes(content: Content): Buffer {
  if (Buffer.isBuffer(content)) return content;
  const lines = content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

const queueOptions = { visibilityTimeout: 5400, maxReceiveCount: 5 };
/** No time is waited for in tests. */
const retry = { delay: async () => undefined, stallMs: 20 };
