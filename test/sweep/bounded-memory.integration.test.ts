import { describe, expect, it } from 'vitest';
import type { ListedObject, ObjectStore } from '../../lambdas/core/object-store.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';

const dayMs = 86_400_000;

/** A store with so many files that nothing names, a thousand a day, without holding them. */
function makeStore(count: number) {
  let sightings: Buffer | undefined;
  const deleted = new Set<string>();
  async function* list(prefix: string): AsyncGenerator<ListedObject> {
    if (prefix !== 'curated/bets/files/') return;
    for (let n = 0; n < count; n++) {
      const day = new Date(Date.UTC(2020, 0, 1) + Math.floor(n / 1000) * dayMs).toISOString().slice(0, 10);
      const name = n.toString(16).padStart(32, '0');
      const key = `${prefix}${day}/${name}.20200101000000000aaaaaaaaaaaa.c.parquet`;
      if (!deleted.has(key)) yield { key, size: 1, lastModified: new Date('2021-01-01') };
    }
  }
  const store = {
    list,
    get: async (key: string) =>
      key === 'sweep/unnamed.json' && sightings ? { body: sightings, etag: 'e' } : undefined,
    put: async (_: string, body: string) => {
      sightings = Buffer.from(body);
      return 'e';
    },
    delete: async (keys: readonly string[]) => {
      for (const key of keys) deleted.add(key);
    },
  } as unknown as ObjectStore;
  return { store, noted: () => Object.keys(JSON.parse(String(sightings))), deleted };
}

describe('a sweep that finds very many files which nothing names', () => {
  it('notes no more than a number of them, keeps to those it has noted, and removes them in turns', async () => {
    const { store, noted, deleted } = makeStore(2500);
    let now = Date.parse('2021-06-01');
    const sweep = () => sweepUnnamedFiles(store, new Date(now), dayMs, { most: 1000 });
    expect(await sweep()).toEqual({ removedCount: 0, waitingCount: 1000 });
    const first = noted();
    now += dayMs / 2;
    await sweep();
    expect(noted()).toEqual(first);
    for (let days = 0; days < 5; days++) {
      now += dayMs;
      await sweep();
    }
    expect(deleted.size).toBe(2500);
  });

  it('holds a part of them, whatever their number', async () => {
    const { store } = makeStore(400_000);
    const before = process.memoryUsage().heapUsed;
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }, 5);
    const { waitingCount } = await sweepUnnamedFiles(store, new Date('2021-06-01'), dayMs);
    clearInterval(watch);
    expect(waitingCount).toBe(100_000);
    expect((peak - before) / 1024 ** 2).toBeLessThan(300);
  });
});
