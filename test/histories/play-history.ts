import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SQSHandler } from 'aws-lambda';
import { expect } from 'vitest';
import { rollupManifestPrefix } from '../../glue/prefixes.ts';
import type { CloudCall } from '../fake-aws/cloud-calls.ts';
import { type Content, FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import type { Workbench } from '../fake-aws/workbench.ts';
import { withoutChance } from './chance.ts';
import { expectSettled } from './expect-settled.ts';
import { days, type History, type SettingsNumber, type Step, settings } from './history.ts';
import { QueryWatch } from './query-watch.ts';
import { Scheduler, type Worker } from './scheduler.ts';
import { toContent } from './to-content.ts';
import { WriteWatch } from './watch-writes.ts';

/**
 * Plays a history, lets everything come to rest, and holds the lake to I1–I5, at every write, at every query
 * of the history and at its end.
 *
 * @returns the calls of S3 and SQS that did their work until everything was at rest, in their order: the same whenever the history is played
 * @throws what does not hold
 */
export async function playHistory(bench: Workbench, history: History): Promise<readonly string[]> {
  const folder = await mkdtemp(join(bench.folder, 'history-'));
  try {
    return await withoutChance(async () => {
      const play = await Play.begin({ ...bench, folder }, history);
      for (const step of history) {
        await play.take(step);
        expect(play.writes.faults).toEqual([]);
      }
      return play.end(history);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class Play {
  readonly cloud: FakeCloudLake;
  readonly writes: WriteWatch;
  readonly calls: string[] = [];
  readonly #queries: QueryWatch;
  readonly #scheduler = new Scheduler();
  /** The bodies of all messages that the landing queue ever had from S3. */
  readonly #events: string[] = [];
  readonly #unloaded = new Set<string>();
  readonly #stayUnloaded = new Set<string>();
  #waitedSeconds = 0;
  #queriesAlways = false;
  /**
   * Whether a refresh went on after its message had come to another one, as what a function has sent may arrive after
   * its end: nobody is left to see what it publishes then, but the sweep.
   */
  #outlivedMessage = false;

  /** The settings that were deployed last, of whatever function. */
  #settings: SettingsNumber = 0;
  /** What a converter of other settings finds gone it cannot read again: then nothing is taken away. */
  readonly #keepsObjects: boolean;

  /** An empty lake that has worked off S3's test event. */
  static async begin(bench: Workbench, history: History): Promise<Play> {
    const play = new Play(bench, history);
    await play.cloud.settle();
    return play;
  }

  private constructor(bench: Workbench, history: History) {
    const engine = this.#scheduler.watch(bench.engine);
    const delay = history.find((step) => step.do === 'delay');
    const refreshDelaySeconds = delay?.seconds ?? 0;
    this.#keepsObjects = history.some((step) => step.do === 'deploy');
    this.cloud = new FakeCloudLake({ ...bench, engine }, { limits: { maxObjectBytes }, refreshDelaySeconds });
    this.writes = new WriteWatch(this.cloud);
    this.#queries = new QueryWatch(this.cloud, this.writes);
    this.cloud.calls.hook = async (call) => {
      // Two days that one worker computes at once may take their numbers in either order.
      const key = call.key.replace(/\.\d{17}[0-9a-f]{12}/, '');
      if (call.when === 'after') this.calls.push(`${call.operation} ${call.bucket} ${key}`);
      this.writes.check(call);
      if (this.#queriesAlways && isPublication(call)) await this.#queryDuring(call);
      return this.#scheduler.hook(call);
    };
  }

  async take(step: Step): Promise<void> {
    const { cloud } = this;
    switch (step.do) {
      case 'land':
        this.#land(step.key, toContent(step.lines), step.event === 'lost');
        return;
      case 'move':
        this.#move(step.key, step.by);
        return;
      case 'land too much':
        if (this.#keepsObjects) return;
        this.#land(step.key, Buffer.alloc(maxObjectBytes + 1, ' '), false);
        return;
      case 'delete':
        if (cloud.landing.current(step.key) && !this.#keepsObjects) cloud.landing.remove(step.key);
        return;
      case 'repeat': {
        const body = this.#events.at(-1 - (step.message % Math.max(1, this.#events.length)));
        if (body !== undefined) cloud.landingQueue.send(body);
        return;
      }
      case 'convert':
      case 'rollup':
        return this.#poll(step);
      case 'sweep':
        await this.#begin('sweep', (worker) =>
          cloud.sweep().catch((error: unknown) => this.#expectReason(worker, error)),
        );
        return;
      case 'reload':
        this.#stayUnloaded.clear();
        await this.#begin('reload', () => cloud.reload(step.key));
        return;
      case 'unload':
        await this.#begin('unload', () => this.#unload(step.key));
        return;
      case 'go':
        return this.#go(step);
      case 'settle':
        return this.#settle();
      case 'redrive':
        return this.#redrive();
      case 'wait':
        if (this.#waitedSeconds + step.seconds > mostSeconds) return;
        this.#waitedSeconds += step.seconds;
        cloud.clock.advance(step.seconds);
        return;
      case 'deploy':
        this.#settings = step.settings;
        return this.#deploy(step.what, step.settings);
      case 'delay':
        return;
      case 'query':
        return this.#queries.query();
      case 'query always':
        this.#queriesAlways = true;
        return;
    }
  }

  /** All workers go on to their ends, after everything else was done; then nothing is left to be done. */
  async end(history: History): Promise<readonly string[]> {
    const { cloud } = this;
    await this.#settle();
    for (let left = this.#scheduler.workers; left.length > 0; left = this.#scheduler.workers) {
      for (const worker of left) await this.#goOn(worker);
    }
    for (let tries = 0; tries < 3; tries++) {
      this.#redrive();
      await this.#settle();
    }
    expect([...cloud.landingDead.bodies, ...cloud.refreshDead.bodies]).toEqual([]);
    const calls = [...this.calls];
    const hash = createHash('sha256').update(JSON.stringify(history)).digest();
    for (const what of ['convert', 'rollup', 'sweep'] as const) this.#deploy(what, this.#settings);
    const live = [...this.writes.live].map(
      ([key, versions]) => [key, versions.at(-1)?.versionId ?? null] as const,
    );
    await expectSettled(cloud, {
      live: new Map(live),
      unloaded: this.#unloaded,
      stayUnloaded: this.#stayUnloaded,
      needsSweep: this.#outlivedMessage || history.some(needsSweep),
      sweepFindsNothing:
        !this.#outlivedMessage && !history.some((step) => needsSweep(step) || mayLeaveDays(step)),
      chosen: hash.readUInt16BE(),
    });
    expect(this.writes.faults).toEqual([]);
    return calls;
  }

  /** Handles all messages, one call at a time like all else. */
  async #settle(): Promise<void> {
    let failure: unknown;
    const began = this.cloud.clock.now().getTime();
    const worker = await this.#scheduler.begin('settle', began, () =>
      this.cloud.settle().catch((error: unknown) => {
        failure = error;
      }),
    );
    while (await this.#scheduler.letGo(worker));
    if (failure) throw failure;
    expect(worker.hasEnded).toBe(true);
  }

  #land(key: string, content: Content, losesEvent: boolean): void {
    this.cloud.losesEvent = (body) => {
      this.#events.push(body);
      return losesEvent;
    };
    this.cloud.land(key, content);
  }

  #deploy(what: 'convert' | 'rollup' | 'sweep', number: SettingsNumber): void {
    const { cloud } = this;
    const { firstDate, voidStatuses } = settings[number];
    const definition = { ...cloud.refreshContext.definition, voidStatuses };
    if (what === 'convert') cloud.convertContext = { ...cloud.convertContext, firstDate };
    if (what === 'rollup') cloud.refreshContext = { ...cloud.refreshContext, definition };
    if (what === 'sweep') cloud.sweepSettings = { definition, firstDate };
  }

  #move(key: string, by: number): void {
    const body = this.cloud.landing.current(key)?.body.toString('utf8');
    if (body === undefined || body.length > maxObjectBytes) return;
    const moved = body.replaceAll(/"(20\d\d-\d\d-\d\d) /g, (text, day) => {
      const at = days.indexOf(day);
      return at < 0 ? text : `"${days[(at + by) % days.length]} `;
    });
    this.#land(key, Buffer.from(moved), false);
  }

  async #begin(name: string, work: (worker: Worker) => Promise<unknown>): Promise<void> {
    await this.#scheduler.begin(name, this.cloud.clock.now().getTime(), work);
  }

  /** What a query finds wrong is not a fault of the call after which it comes. */
  async #queryDuring({ key }: CloudCall): Promise<void> {
    try {
      await this.#scheduler.during(this.#queries.query());
    } catch (error) {
      this.writes.faults.push(`queried when ${key} was put: ${String(error)}`);
    }
  }

  /** One poll: a worker that has died returns no response, so all its messages come again. */
  async #poll(step: Extract<Step, { do: 'convert' | 'rollup' }>): Promise<void> {
    const { cloud } = this;
    const queue = step.do === 'convert' ? cloud.landingQueue : cloud.refreshQueue;
    queue.deliver = step.from === 'newest' ? (visible) => [...visible].reverse() : undefined;
    await this.#begin(step.do, async (worker) => {
      const handler: SQSHandler = async (...event) => {
        const response = await cloud[step.do](...event);
        if (worker.isDead) throw new Error('died before it responded');
        return response;
      };
      const { failed, error } = await poll(queue, handler, { batchSize: step.messages });
      if (failed > 0) this.#expectReason(worker, error);
    });
    queue.deliver = undefined;
  }

  /** Work fails where something was put in its way, and only there. */
  #expectReason(worker: Worker, error: unknown): void {
    if (worker.wasHindered) return;
    const logged = JSON.stringify(this.cloud.telemetry.lines.at(-1));
    this.writes.faults.push(`${worker.name} failed for no reason: ${String(error)}, logged ${logged}`);
  }

  async #unload(key: string): Promise<void> {
    const version = this.cloud.landing.current(key)?.versionId;
    const mark = () => {
      for (const each of this.cloud.landing.versions(key)) this.#unloaded.add(each.versionId);
    };
    mark();
    // What lands and is loaded before the operator's put may be taken out as well.
    const before = await this.cloud.unload(key).finally(mark);
    const isReloading = this.#scheduler.workers.some(({ name }) => name === 'reload');
    if (version !== undefined && before.object_version === version && !isReloading) {
      this.#stayUnloaded.add(version);
    }
  }

  async #go({ who, calls = mostCalls, fate }: Extract<Step, { do: 'go' }>): Promise<void> {
    const { workers } = this.#scheduler;
    const worker = workers[who % Math.max(1, workers.length)];
    if (!worker) return;
    if (await this.#dieOfAge(worker)) return;
    for (let call = 0; call < calls; call++) if (!(await this.#scheduler.letGo(worker))) return;
    if (fate) await this.#scheduler.letGo(worker, fate);
  }

  async #goOn(worker: Worker): Promise<void> {
    if (await this.#dieOfAge(worker)) return;
    while (await this.#scheduler.letGo(worker));
    expect(worker.hasEnded).toBe(true);
  }

  /** Nobody is at work for a day: what the lake relies on before it removes what nothing names. */
  async #dieOfAge(worker: Worker): Promise<boolean> {
    const ageMs = this.cloud.clock.now().getTime() - worker.beganMs;
    if (worker.name === 'rollup' && ageMs >= this.cloud.refreshQueue.visibilityTimeout * 1000)
      this.#outlivedMessage = true;
    const isOld = ageMs > oldestMs;
    if (isOld) await this.#scheduler.kill(worker);
    return isOld;
  }

  #redrive(): void {
    this.cloud.landingDead.redriveTo(this.cloud.landingQueue);
    this.cloud.refreshDead.redriveTo(this.cloud.refreshQueue);
  }
}

/** Steps that change the lake without a message about it. */
function needsSweep(step: Step): boolean {
  if (step.do === 'land') return step.event === 'lost';
  return ['delete', 'unload', 'reload', 'deploy'].includes(step.do);
}

/** A conflict where days are noted as sent is taken for a newer load: the sweep sends them once more. */
function mayLeaveDays(step: Step): boolean {
  return step.do === 'go' && step.fate === 'conflict';
}

const isPublication = ({ operation, key, when }: CloudCall) =>
  operation === 'PutObject' && when === 'after' && key.startsWith(rollupManifestPrefix('activity'));

const maxObjectBytes = 4096;
const mostCalls = 10_000;
const oldestMs = 86_000_000;
/** Sweeps check a week. */
const mostSeconds = 4 * 86_400;
