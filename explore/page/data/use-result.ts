import { type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Answer, AnswerName } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';

/** How it stands with something that was asked. */
export interface Asked<T> {
  /** `idle` where nobody has looked yet, or what was asked last is of no more use. */
  readonly phase: 'idle' | 'waiting' | 'ready' | 'failed' | 'stopped';
  /** The newest answer, kept in view while the next one is computed. */
  readonly value?: T;
  /** What `value` answers; what is asked now may be another. */
  readonly key?: string;
  readonly error?: string;
  /** When what is waited for was asked, in milliseconds as `performance.now()` counts. */
  readonly since: number;
}

/** Something asked again and again for another state: what is superseded is aborted, and never shown. */
export class Question<T, S> {
  readonly asked: Signal<Asked<T>> = signal({ phase: 'idle', since: 0 });
  private readonly fetchFor: (state: S, signal: AbortSignal) => Promise<T>;
  private running: { key: string; state: S; controller: AbortController } | undefined;
  private current: { key: string; state: S } | undefined;

  constructor(fetchFor: (state: S, signal: AbortSignal) => Promise<T>) {
    this.fetchFor = fetchFor;
  }

  /** Asks, unless this very thing has been asked. */
  ask(key: string, state: S): void {
    if (this.current?.key === key) return;
    this.start(key, state);
  }

  /** Asks what was asked last again, after it failed or was stopped. */
  again(): void {
    if (this.current) this.start(this.current.key, this.current.state);
  }

  /** Gives up waiting because somebody wants it so. */
  stop(): void {
    this.running?.controller.abort();
    this.running = undefined;
    this.asked.value = { ...this.asked.value, phase: 'stopped' };
  }

  /** Aborts what is asked for any other key, and forgets it, so that it is asked when it is looked at. */
  supersede(key: string): void {
    if (!this.running || this.running.key === key) return;
    this.running.controller.abort();
    this.running = undefined;
    this.current = undefined;
    this.asked.value = { ...this.asked.peek(), phase: 'idle' };
  }

  private start(key: string, state: S): void {
    this.running?.controller.abort();
    const controller = new AbortController();
    this.running = { key, state, controller };
    this.current = { key, state };
    const { value, key: valueKey } = this.asked.peek();
    this.asked.value = {
      phase: 'waiting',
      since: performance.now(),
      ...(value !== undefined && { value }),
      ...(valueKey !== undefined && { key: valueKey }),
    };
    this.fetchFor(state, controller.signal).then(
      (answer) => {
        if (controller.signal.aborted) return;
        this.running = undefined;
        this.asked.value = { ...this.asked.peek(), phase: 'ready', value: answer, key };
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        this.running = undefined;
        const message = error instanceof Error ? error.message : String(error);
        this.asked.value = { ...this.asked.peek(), phase: 'failed', error: message };
      },
    );
  }
}

/** An answer for the state of now, asked as soon as it is `wanted`. */
export interface UsedAnswer extends Asked<Answer> {
  /** Whether `value` answers the state of now. */
  readonly current: boolean;
  readonly stop: () => void;
  readonly again: () => void;
}

export function useAnswer(name: AnswerName, wanted = true): UsedAnswer {
  const explorer = useExplorer();
  const state = explorer.state.value;
  const key = explorer.keyOf(name, state);
  const question = explorer.answer(name);
  useEffect(() => {
    if (wanted) question.ask(key, state);
  }, [question, wanted, key, state]);
  const asked = question.asked.value;
  return {
    ...asked,
    current: asked.value !== undefined && asked.key === key,
    stop: () => question.stop(),
    again: () => question.again(),
  };
}
