import { beforeAll, expect, test } from 'vitest';
import { makePageLake } from '../../bench/lake/make-page-lake.ts';
import { collectRows } from '../../client/queries/result.ts';
import { type PageState, questionNames } from '../../explore/contract.ts';
import { findQuery } from '../../explore/server/queries.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { type OpenedLake, useExploredLakes } from './open-lakes.ts';

const openLake = useExploredLakes();

/* What small lakes cannot show: the first of thousands of players, with many of them at one place. */

let lakes: readonly OpenedLake[];

beforeAll(async () => {
  const folder = await makeFolder();
  await makePageLake(folder, { bets: 100_000, players: 10_000, days: 21, stakesPerSession: 1 });
  lakes = [await openLake(folder, false), await openLake(folder, true)];
});

const where = [{ column: 'bet_channel_code', value: 'W' }];
const states: readonly PageState[] = [
  { by: 'week', where: [] },
  { by: 'week', where: [{ column: 'country_code', value: 'FI' }], from: '2021-01-04', to: '2021-01-17' },
  { by: 'month', where, from: '2021-01-13' },
];

test.each(states)('the first of thousands are the first of all that are in order: %j', async (state) => {
  for (const name of questionNames) {
    const toSql = (whole: boolean) =>
      findQuery(name).toSql({ state, lastDate: '2021-01-21', engine: 'duckdb', debits: 'negative', whole });
    for (const { explored } of lakes) {
      const [first, all] = await explored.use(async ({ run }) => [
        await collectRows(await run(toSql(false))),
        await collectRows(await run(toSql(true))),
      ]);
      const places = new Map<string, number>();
      const expected = all?.filter(({ period_start, player_ccy_code }) => {
        const within = `${period_start} ${name === 'amounts-per-player' ? player_ccy_code : ''}`;
        places.set(within, (places.get(within) ?? 0) + 1);
        return (places.get(within) ?? 0) <= 20;
      });
      expect(first?.length).toBeGreaterThan(19);
      expect(first).toEqual(expected);
    }
  }
});
