import { afterEach, describe, expect, test, vi } from 'vitest';
import { chooseBackoffMs, retryTransient } from '../../lambdas/core/s3-requests.ts';
import { accessDenied, slowDown } from '../fake-aws/cloud-faults.ts';

afterEach(() => vi.restoreAllMocks());

describe('work that S3 cannot do just then', () => {
  async function run(failures: readonly Error[], tries?: number) {
    const pauses: number[] = [];
    const tried: number[] = [];
    const delay = async (ms: number) => pauses.push(ms);
    const result = retryTransient(
      async (before) => {
        tried.push(before);
        const failure = failures[before];
        if (failure) throw failure;
        return 'done';
      },
      { delay, ...(tries && { tries }) },
    );
    return { outcome: await result.catch((error: unknown) => error), pauses: pauses.length, tried };
  }

  test('is tried again, five times in all unless configured otherwise', async () => {
    const slow = slowDown();
    expect(await run([])).toEqual({ outcome: 'done', pauses: 0, tried: [0] });
    expect(await run([slow, slow])).toEqual({ outcome: 'done', pauses: 2, tried: [0, 1, 2] });
    expect(await run(Array(9).fill(slow))).toEqual({ outcome: slow, pauses: 4, tried: [0, 1, 2, 3, 4] });
    expect(await run(Array(9).fill(slow), 2)).toEqual({ outcome: slow, pauses: 1, tried: [0, 1] });
  });

  test('waits before each further try by the number of tries', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const pauses: number[] = [];
    const delay = async (ms: number) => pauses.push(ms);
    const work = retryTransient(() => Promise.reject(slowDown()), { delay });
    await expect(work).rejects.toThrow();
    expect(pauses).toEqual([1, 2, 3, 4].map(chooseBackoffMs));
  });

  test('is not tried again where it may not be done', async () => {
    const denied = accessDenied();
    expect(await run([slowDown(), denied])).toEqual({ outcome: denied, pauses: 1, tried: [0, 1] });
  });

  test('waits a random time below a bound that doubles, ten seconds at most', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect([1, 2, 3, 6, 7, 50].map(chooseBackoffMs)).toEqual([100, 200, 400, 3200, 5000, 5000]);
  });
});
