import { describe, expect, test } from 'vitest';
import type { Value } from '../../client/queries/result.ts';
import { mostSliceValues } from '../../explore/contract.ts';
import type { Snapshot } from '../../explore/server/explored-lake.ts';
import { QueryCache, sizeOf } from '../../explore/server/query-cache.ts';
import { countSlices } from '../../explore/server/run-queries.ts';
import { sliceNames } from '../../glue/slices.ts';

const { signal } = new AbortController();
const text = (length: number) => async () => 'x'.repeat(length);

describe('results are kept by their bytes', () => {
  test('the ones used last stay, and the others go', async () => {
    const cache = new QueryCache(10_000);
    for (const key of ['a', 'b', 'c']) await cache.get(key, signal, text(1500));
    await cache.get('a', signal, text(1500));
    await cache.get('d', signal, text(1500));
    const computed: string[] = [];
    for (const key of ['c', 'd', 'a', 'b']) {
      await cache.get(key, signal, async () => {
        computed.push(key);
        return '';
      });
    }
    expect(computed).toEqual(['b']);
    expect(cache.bytes).toBeLessThanOrEqual(10_000);
  });

  test('however many there are, they never take more than the bound', async () => {
    const cache = new QueryCache(50_000);
    for (let at = 0; at < 500; at++) {
      await cache.get(`key ${at}`, signal, text((at * 37) % 4000));
      expect(cache.bytes).toBeLessThanOrEqual(50_000);
    }
    expect(cache.bytes).toBeGreaterThan(30_000);
  });

  test('one larger than the bound is returned and not kept, and removes no other', async () => {
    const cache = new QueryCache(10_000);
    await cache.get('small', signal, text(10));
    const before = cache.bytes;
    expect(await cache.get('large', signal, text(20_000))).toHaveLength(20_000);
    expect(cache.bytes).toBe(before);
    expect(await cache.get('large', signal, async () => 'again')).toBe('again');
    expect(await cache.get('small', signal, text(0))).toHaveLength(10);
  });

  test('a failure is not kept', async () => {
    const cache = new QueryCache();
    const fail = () => cache.get('key', signal, () => Promise.reject(new Error('once')));
    await expect(fail()).rejects.toThrow('once');
    expect(cache.bytes).toBe(0);
    expect(await cache.get('key', signal, text(1))).toBe('x');
  });

  test('the estimate is no less than the size of the texts', () => {
    expect(
      sizeOf([
        ['ab', null],
        ['cde', ''],
      ]),
    ).toBeGreaterThan(100);
    expect(sizeOf({ rows: ['x'.repeat(1000)] })).toBeGreaterThan(2000);
  });
});

test('slices of a code of 300,000 values keep those that are shown, a few kilobytes a state', async () => {
  const column = sliceNames.indexOf('bet_channel_code');
  const cache = new QueryCache();
  async function* batches(): AsyncGenerator<readonly (readonly Value[])[]> {
    for (let batch = 0; batch < 150; batch++) {
      yield Array.from({ length: 2000 }, (_, at) => [
        ...sliceNames.map((_name, each) => (each === column ? `code ${batch * 2000 + at}` : null)),
        '',
        1n,
      ]);
    }
  }
  const snapshot: Snapshot = {
    engine: 'duckdb',
    debits: 'negative',
    cache,
    run: async () => ({ columns: [], batches: batches() }),
  };
  for (const from of ['2021-10-01', '2021-10-02', '2021-10-03']) {
    const { columns } = await countSlices(snapshot, { by: 'day', from, where: [] }, signal);
    const found = columns.find(({ column: name }) => name === 'bet_channel_code');
    expect(found?.values).toHaveLength(mostSliceValues);
    expect(found?.more).toBe(300_000 - mostSliceValues);
  }
  expect(cache.bytes).toBeLessThan(3 * 100_000);
});
