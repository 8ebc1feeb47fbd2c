import { type Signal, signal } from '@preact/signals';

/** How far a request is, and its newest result. */
export interface RequestStatus<T> {
  /** `idle` before the first request, and where the last was superseded. */
  readonly phase: 'idle' | 'waiting' | 'ready' | 'failed' | 'stopped';
  /** The newest result, kept in view while the next one is computed. */
  readonly value?: T;
  /** The key that `value` was requested for; the current request may have another. */
  readonly key?: string;
  readonly error?: string;
  /** When the current request was sent, in milliseconds as `performance.now()` counts. */
  readonly since: number;
}

/** A request repeated as the state changes: a superseded one is aborted, and its result never shown. */
export class LatestRequest<T, S> {
  readonly status: Signal<RequestStatus<T>> = signal({ phase: 'idle', since: 0 });
  readonly #fetchFor: (state: S, signal: AbortSignal) => Promise<T>;
  #running: { key: string; state: S; controller: AbortController } | undefined;
  #current: { key: string; state: S } | undefined;

  constructor(fetchFor: (state: S, signal: AbortSignal) => Promise<T>) {
    this.#fetchFor = fetchFor;
  }

  /** Sends the request, unless it was the last one sent. */
  send(key: string, state: S): void {
    if (this.#current?.key === key) return;
    this.#start(key, state);
  }

  /** Repeats the last request, after it failed or was stopped. */
  again(): void {
    if (this.#current) this.#start(this.#current.key, this.#current.state);
  }

  /** Cancels the request, as the user wants. */
  stop(): void {
    this.#running?.controller.abort();
    this.#running = undefined;
    this.status.value = { ...this.status.value, phase: 'stopped' };
  }

  /** Aborts and forgets a request for any other key, so that it is sent once its card is in view. */
  supersede(key: string): void {
    if (!this.#running || this.#running.key === key) return;
    this.#running.controller.abort();
    this.#running = undefined;
    this.#current = undefined;
    this.status.value = { ...this.status.peek(), phase: 'idle' };
  }

  #start(key: string, state: S): void {
    this.#running?.controller.abort();
    const controller = new AbortController();
    this.#running = { key, state, controller };
    this.#current = { key, state };
    const { value, key: valueKey } = this.status.peek();
    this.status.value = {
      phase: 'waiting',
      since: performance.now(),
      ...(value !== undefined && { value }),
      ...(valueKey !== undefined && { key: valueKey }),
    };
    this.#fetchFor(state, controller.signal).then(
      (result) => {
        if (controller.signal.aborted) return;
        this.#running = undefined;
        this.status.value = { ...this.status.peek(), phase: 'ready', value: result, key };
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        this.#running = undefined;
        const message = error instanceof Error ? error.message : String(error);
        this.status.value = { ...this.status.peek(), phase: 'failed', error: message };
      },
    );
  }
}
