import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeLake, now, type TempLake } from '../client/local/temp-lake.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { toRuns } from '../property-runs.ts';
import { expectOracle } from './expect-oracle.ts';
import { arrivals, keepNewest } from './tiny-lines.ts';

async function ingestByTurns(lake: TempLake, objects: readonly LandedObject[], turns: number) {
  for (let turn = 0; turn < turns; turn++) {
    const from = Math.floor((turn * objects.length) / turns);
    const to = Math.floor(((turn + 1) * objects.length) / turns);
    await lake.ingest(objects.slice(from, to));
  }
}

test('rows that collide in every way give what an independent computation gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      arrivals,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (objects, turns, voids) => {
        const voidStatuses = voids ? ['V'] : [];
        const lake = await makeLake();
        await lake.configure({ void_statuses: voidStatuses });
        await ingestByTurns(lake, objects, turns);
        await expectOracle(lake, keepNewest(objects), { voidStatuses });
      },
    ),
    { numRuns: toRuns(6), seed: 20_210_104 },
  );
});

test('the collisions are there', () => {
  const samples = fc.sample(arrivals, { numRuns: 12, seed: 20_210_104 });
  const lakes = samples.map((objects) => computeLake(keepNewest(objects), { now }));
  const read = lakes.reduce((sum, { landing }) => sum + landing.bets.length, 0);
  const counted = lakes.reduce((sum, { facts }) => sum + facts.length, 0);
  expect(read).toBeGreaterThan(1000);
  expect(counted).toBeLessThan(read * 0.8);
  expect(samples.some((objects) => keepNewest(objects).length < objects.length)).toBe(true);
});
