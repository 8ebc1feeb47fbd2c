import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from './s3-errors.ts';

export interface RetryOptions {
  /** Tries in all. @default 5 */
  readonly tries?: number;
  /** How to wait; tests pass one that does not. @default a timer */
  readonly delay?: (ms: number) => Promise<unknown>;
}

export const defaultTries = 5;

/**
 * Does work again that S3 could not do at the moment, for what the SDK does not try again itself: streamed
 * uploads, and bodies that break off while they are read.
 *
 * @param work gets the number of tries before this one
 * @throws the last error as it is, or the first that is not transient
 */
export async function retryTransient<T>(
  work: (triesBefore: number) => Promise<T>,
  { tries = defaultTries, delay = sleep }: RetryOptions = {},
): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work(tried);
    } catch (error) {
      if (!isTransient(error) || tried + 1 >= tries) throw error;
      await delay(pauseBefore(tried + 1));
    }
  }
}

/**
 * Milliseconds to wait before a try: chance alone decides below a bound that doubles, so that workers which
 * failed together do not come back together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseBefore(tried: number): number {
  return Math.random() * Math.min(10_000, 100 * 2 ** tried);
}
