import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSHandler } from 'aws-lambda';
import { reload } from '../../client/aws/reload.ts';
import { type ActivityDefinition, defaultDefinition } from '../../glue/rollups/definition.ts';
import { type ConvertBatchContext, convertBatch } from '../../lambdas/convert/convert-batch.ts';
import { type ConvertLimits, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { toConverterIds } from '../../lambdas/convert/converter-id.ts';
import { SqsRefreshQueue } from '../../lambdas/core/invalidations.ts';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { openS3Landing } from '../../lambdas/core/s3-landing.ts';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { SqsLandingQueue, SqsQueue } from '../../lambdas/core/sqs-queue.ts';
import { unloadObject } from '../../lambdas/core/unload-object.ts';
import { type RefreshBatchContext, refreshBatch } from '../../lambdas/rollup/refresh-batch.ts';
import { type SweepOutcome, sweepLake } from '../../lambdas/sweep/sweep-lake.ts';
import {
  convertSeconds,
  rollupSeconds,
  toInvalidationSeconds,
  toVisibilitySeconds,
} from '../../lib/compute/timeouts.ts';
import { CloudCalls } from './cloud-calls.ts';
import type { MemoryBucket, StoredVersion } from './memory-bucket.ts';
import type { MemoryQueue } from './memory-queue.ts';
import { MemoryS3 } from './memory-s3.ts';
import { MemorySqs } from './memory-sqs.ts';
import { MemoryTelemetry } from './memory-telemetry.ts';
import { type PollOutcome, poll } from './poll-queue.ts';
import type { S3Denial } from './s3-view.ts';
import { TestClock } from './test-clock.ts';
import type { Workbench } from './workbench.ts';

export interface FakeCloudLakeOptions {
  readonly limits?: Partial<ConvertLimits>;
  /** @default as the platform exports its bets */
  readonly definition?: Partial<ActivityDefinition>;
  /** Whether the landing bucket keeps versions. @default true */
  readonly versioned?: boolean;
  /** How long invalidations wait. @default not at all */
  readonly refreshDelaySeconds?: number;
}

type Json = string | number | null;

/** What lands: lines as objects or as they are, or bytes. */
export type Content = readonly (Readonly<Record<string, Json>> | string)[] | Buffer;

/** A whole lake in a cloud in memory: buckets, events, queues with dead letters, and the functions on real DuckDB. */
export class FakeCloudLake {
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
  readonly refreshQueue: MemoryQueue;
  readonly refreshDead: MemoryQueue;
  /** The lake as a bystander sees it: no hook, no right withdrawn. */
  readonly store: S3ObjectStore;
  /** Whether an event of S3 is lost. */
  losesEvent: ((body: string) => boolean) | undefined;
  /** What convert and rollup run with; a test deploys other code or settings by replacing them. */
  convertContext: ConvertBatchContext;
  refreshContext: RefreshBatchContext;
  /** Settings of the sweep where it has others than convert and rollup. */
  sweepSettings: { readonly definition?: ActivityDefinition; readonly firstDate?: string } = {};
  readonly #queues: { readonly landing: SqsQueue; readonly refresh: SqsQueue };
  readonly #refreshDelaySeconds: number;
  readonly #scratch: string;

  constructor(bench: Workbench, options: FakeCloudLakeOptions = {}) {
    const { clock, calls, telemetry } = this;
    this.bench = bench;
    this.#refreshDelaySeconds = options.refreshDelaySeconds ?? 0;
    this.#scratch = join(bench.folder, randomUUID());
    mkdirSync(this.#scratch);
    const s3 = new MemoryS3({ now: clock.now, calls });
    const sqs = new MemorySqs({ now: clock.now, calls });
    this.landing = s3.createBucket('landing', { versioned: options.versioned ?? true });
    this.lake = s3.createBucket('lake');
    this.landingDead = sqs.createQueue('landing-dead');
    this.refreshDead = sqs.createQueue('refresh-dead.fifo', { fifo: {} });
    this.landingQueue = sqs.createQueue('landing', {
      visibilityTimeout: toVisibilitySeconds(convertSeconds, false),
      deadLetters: this.landingDead,
    });
    this.refreshQueue = sqs.createQueue('refresh.fifo', {
      visibilityTimeout: toVisibilitySeconds(rollupSeconds, true),
      deadLetters: this.refreshDead,
      fifo: { delaySeconds: this.#refreshDelaySeconds },
    });
    s3.notify('landing', (body) => {
      if (!this.losesEvent?.(body)) this.landingQueue.send(body);
    });
    this.#queues = {
      landing: new SqsQueue(sqs.client(), this.landingQueue.url),
      refresh: new SqsQueue(sqs.client(), this.refreshQueue.url),
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
      refreshQueue: new SqsRefreshQueue(this.#queues.refresh, clock.now),
      queue: this.#queues.landing,
      firstDate: '2015-01-01',
      limits: { ...defaultLimits, ...options.limits },
    };
    this.refreshContext = {
      ...works,
      openStore,
      queue: this.#queues.refresh,
      definition: { ...defaultDefinition, ...options.definition },
    };
  }

  /** Puts an object, which sends its event. */
  land(key: string, content: Content): StoredVersion {
    return this.landing.put(key, toBytes(content));
  }

  readonly convert: SQSHandler = (event, { getRemainingTimeInMillis }) =>
    convertBatch(this.convertContext, event, getRemainingTimeInMillis);

  readonly rollup: SQSHandler = (event) => refreshBatch(this.refreshContext, event);

  sweep(windowDays = 7): Promise<SweepOutcome> {
    const settings = { ...this.convertContext, ...this.sweepSettings };
    return sweepLake({
      store: this.convertContext.store,
      landing: this.convertContext.landing,
      landingQueue: new SqsLandingQueue(this.#queues.landing),
      refreshQueue: this.convertContext.refreshQueue,
      telemetry: this.telemetry,
      definition: this.sweepSettings.definition ?? this.refreshContext.definition,
      converters: toConverterIds(settings),
      invalidationSeconds: toInvalidationSeconds({ refreshDelaySeconds: this.#refreshDelaySeconds }),
      windowDays,
      now: this.clock.now,
    });
  }

  /** What an operator does who wants objects read again. */
  async reload(prefix: string): Promise<readonly string[]> {
    const queue = new SqsLandingQueue(this.#queues.landing);
    return (await reload(this.convertContext.store, queue, { prefix })).sent;
  }

  /** What an operator does who wants an object's rows gone. */
  unload(key: string): Promise<LoadRecord> {
    return unloadObject(this.convertContext.store, key, this.clock.now());
  }

  /** Runs both functions, moving the clock on, until both queues are empty. */
  async settle(most = 1000): Promise<void> {
    for (let rounds = 0; rounds < most; rounds++) {
      const waiting = [this.landingQueue.nextVisible, this.refreshQueue.nextVisible].filter(
        (time) => time !== undefined,
      );
      const [next] = waiting.sort((a, b) => a.getTime() - b.getTime());
      if (!next) return;
      this.clock.advanceTo(next);
      await poll(this.landingQueue, this.convert);
      await this.refreshAll();
    }
    throw new Error(`queues still hold messages after ${most} rounds`);
  }

  /** Works off what is visible in the refresh queue now, a message a call as the event source gives them. */
  async refreshAll(): Promise<void> {
    while ((await this.refreshNext()).received > 0);
  }

  refreshNext(): Promise<PollOutcome> {
    return poll(this.refreshQueue, this.rollup, { batchSize: 1 });
  }
}

export function toBytes(content: Content): Buffer {
  if (Buffer.isBuffer(content)) return content;
  const lines = content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** No time is waited for in tests. */
const retry = { delay: async () => undefined, stallMs: 20 };
