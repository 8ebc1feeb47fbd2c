import { AsyncLocalStorage } from 'node:async_hooks';
import type { Engine } from '../../lambdas/core/engine.ts';
import type { BodyCut, CloudCall } from '../fake-aws/cloud-calls.ts';
import {
  accessDenied,
  Crash,
  conditionalRequestConflict,
  connectionReset,
  preconditionFailed,
  slowDown,
} from '../fake-aws/cloud-faults.ts';
import type { Fate } from './history.ts';

/** Someone at work: one run of a function, or of an operator's command. */
export interface Worker {
  readonly name: string;
  readonly beganMs: number;
  /** Calls that wait to be let go on. */
  readonly waiting: Waiting[];
  isDead: boolean;
  /** Whether any of its calls met with a fate. */
  wasHindered: boolean;
  hasEnded: boolean;
}

interface Waiting {
  readonly call: CloudCall;
  readonly letGo: (fate: Fate | undefined) => void;
}

/**
 * Decides who goes on. Every worker stops before each of its calls, and one call at a time is let go, only
 * once everything else waits: so what happens follows from the decisions alone, and happens again
 * whenever they are repeated.
 */
export class Scheduler {
  readonly #fates = new Map<number, Fate>();
  readonly #workers: Worker[] = [];
  #computing: Promise<unknown> | undefined;

  /** The workers that have not ended, the newest first. */
  get workers(): readonly Worker[] {
    return this.#workers.filter(({ hasEnded }) => !hasEnded).reverse();
  }

  /** Begins work, which stops before its first call. Whatever it throws at its end is the work's own affair. */
  async begin(name: string, beganMs: number, work: (worker: Worker) => Promise<unknown>): Promise<Worker> {
    const worker: Worker = { name, beganMs, waiting: [], isDead: false, wasHindered: false, hasEnded: false };
    this.#workers.push(worker);
    const end = () => {
      worker.hasEnded = true;
    };
    atWork.run(worker, () => work(worker)).then(end, end);
    await this.#standStill();
    return worker;
  }

  /**
   * Lets a worker make its next call, and waits until everything waits again.
   *
   * @returns false where it has none
   */
  async letGo(worker: Worker, fate?: Fate): Promise<boolean> {
    worker.waiting.sort((a, b) => (toOrder(a.call) < toOrder(b.call) ? -1 : 1));
    const next = worker.waiting.shift();
    if (!next) return false;
    if (fate) worker.wasHindered = true;
    next.letGo(fate);
    await this.#standStill();
    if (worker.isDead) await this.kill(worker);
    return true;
  }

  /** Ends a worker as a power cut does: none of its calls happens any more. */
  async kill(worker: Worker): Promise<void> {
    worker.isDead = true;
    worker.wasHindered = true;
    for (const { letGo } of worker.waiting.splice(0)) letGo('crash');
    await this.#standStill();
  }

  /** The hook of a cloud whose calls the workers make; whoever is no worker is not held up. */
  readonly hook = async (call: CloudCall): Promise<BodyCut | undefined> => {
    const worker = atWork.getStore();
    if (!worker) return undefined;
    if (call.when === 'before') await this.#before(worker, call);
    else return this.#after(worker, call);
    return undefined;
  };

  /** Waits for some work, too, before anyone is let go on. */
  during<T>(work: Promise<T>): Promise<T> {
    const before = this.#computing;
    const computing = Promise.allSettled([before, work]).then(() => {
      if (this.#computing === computing) this.#computing = undefined;
    });
    this.#computing = computing;
    return work;
  }

  /** An engine whose work is waited for. */
  watch(engine: Engine): Engine {
    return {
      memoryLimitMib: engine.memoryLimitMib,
      run: (sql) => this.during(engine.run(sql)),
      rows: (sql) => this.during(engine.rows(sql)),
      close: () => engine.close(),
    };
  }

  async #before(worker: Worker, call: CloudCall): Promise<void> {
    if (worker.isDead) throw new Crash();
    const fate = await new Promise<Fate | undefined>((letGo) => worker.waiting.push({ call, letGo }));
    if (fate === undefined) return;
    if (fate === 'crash') worker.isDead = true;
    const isConditional = call.operation === 'PutObject';
    const fault = faultsBefore[fate === 'conflict' && !isConditional ? 'slow down' : fate]?.();
    if (fault) throw fault;
    this.#fates.set(call.index, fate);
  }

  #after(worker: Worker, { index, operation }: CloudCall): BodyCut | undefined {
    const fate = this.#fates.get(index);
    this.#fates.delete(index);
    if (fate === 'crash after') {
      worker.isDead = true;
      throw new Crash();
    }
    if (fate === 'response lost') throw connectionReset();
    if (fate === 'tried twice' && operation === 'PutObject') throw preconditionFailed();
    return fate === 'body cut' && operation === 'GetObject' ? { cutAt: 5, ending: 'reset' } : undefined;
  }

  /** Waits until no worker can go on by itself: no computation, no local file and no turn is under way. */
  async #standStill(): Promise<void> {
    for (let turns = 0; turns < 2; turns++) {
      await new Promise(setImmediate);
      if (this.#computing) await this.#computing;
      else if (!process.getActiveResourcesInfo().some(isUnderWay)) continue;
      turns = -1;
    }
  }
}

/** Whose call it is. One for all schedulers: each would slow down every promise of the process for good. */
const atWork = new AsyncLocalStorage<Worker>();

const isUnderWay = (resource: string) => /^(FSReq|CloseReq$|Immediate$)/.test(resource);

/** Calls that one worker makes at once come to wait in an order that local files decide. */
const toOrder = ({ operation, bucket, key }: CloudCall) => `${operation} ${bucket} ${key}`;

const faultsBefore: Partial<Record<Fate, () => Error>> = {
  crash: () => new Crash(),
  'slow down': slowDown,
  denied: accessDenied,
  conflict: conditionalRequestConflict,
};
