import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapBounded } from '../../lambdas/core/map-bounded.ts';

test('results come in the order of the items, and no more are worked on than the bound', async () => {
  let working = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++working);
    for (let waited = 0; waited < item; waited++) await turn();
    working--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
  expect(await mapBounded([], 3, async () => 1)).toEqual([]);
});

test('the first failure is thrown once what was under way has ended, and nothing more is begun', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = mapBounded([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('first');
    for (let waited = 0; waited < 5; waited++) await turn();
    ended.push(item);
    throw new Error('later');
  });
  await expect(work).rejects.toThrow('first');
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});
