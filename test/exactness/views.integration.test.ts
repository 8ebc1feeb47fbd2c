import { describe, expect, test } from 'vitest';
import { makeLake } from '../client/local/temp-lake.ts';
import { expectOracle } from './expect-oracle.ts';
import { makeSampleObjects, withLargeAmounts } from './sample-objects.ts';

const abs = (amount: bigint) => (amount < 0n ? -amount : amount);

/** Eight days over the edges of an ISO week, a month and a year. */
const sample = { bets: 2500, players: 120, games: 40, days: 8, start: '2020-12-28', badRatio: 0.03 };

describe('every view at every grain equals an independent computation', () => {
  test.each([1, -20_201_228])('for a sample of seed %i', async (seed) => {
    const objects = await makeSampleObjects({ ...sample, seed });
    const lake = await makeLake();
    await lake.ingest(objects);
    const { facts, landing } = await expectOracle(lake, objects);
    expect(facts.length).toBeGreaterThan(sample.bets * 0.75);
    expect(landing.objects.reduce((sum, { quarantined }) => sum + quarantined, 0)).toBeGreaterThan(60);
  });

  test('with amounts that no double holds, void statuses and several files a day', async () => {
    const objects = withLargeAmounts(await makeSampleObjects({ ...sample, seed: 3, files: 17 }));
    const lake = await makeLake();
    await lake.configure({ void_statuses: ['V', "it's", 'none'] });
    await lake.ingest(objects);
    const { facts } = await expectOracle(lake, objects, { voidStatuses: ['V'] });
    expect(facts.some(({ realSpent, bonusSpent }) => abs(realSpent + bonusSpent) > 10n ** 17n)).toBe(true);
    expect(facts.some(({ bet }) => bet.bet_status_code === 'V')).toBe(false);
  });

  test('for more days than files', async () => {
    const later = { start: '2021-12-20', days: 24, bets: 1200, files: 3 };
    const objects = await makeSampleObjects({ ...sample, ...later, seed: 4 });
    const lake = await makeLake();
    await lake.ingest(objects);
    await expectOracle(lake, objects);
  });

  test('for a lake without a row', async () => {
    const lake = await makeLake();
    await expectOracle(lake, []);
    const objects = ['bets/a', 'players/a', 'games/a'].map((key) => ({
      key: `${key}.jsonl`,
      bytes: Buffer.from(' \n'),
      lastModified: new Date(),
    }));
    await lake.ingest(objects);
    await expectOracle(lake, objects);
  });
});
