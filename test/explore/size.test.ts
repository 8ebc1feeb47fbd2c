import { beforeAll, expect, test } from 'vitest';
import { measureWork } from '../../bench/harness/measure-work.ts';
import { makePageLake } from '../../bench/lake/make-page-lake.ts';
import { chartNames, type PageState, questionNames } from '../../explore/contract.ts';
import { makeFolder } from '../local/temp-lake.ts';
import { type AskedLake, useExploredLakes } from './open-lakes.ts';

const lookAt = useExploredLakes();

/* What small lakes cannot show: places found by a part of the players, and what an answer costs. */

let own: AskedLake;
let copied: AskedLake;

beforeAll(async () => {
  const folder = await makeFolder();
  await makePageLake(folder, { bets: 100_000, players: 10_000, days: 21, stakesPerSession: 1 });
  own = await lookAt(folder, false);
  copied = await lookAt(folder, true);
});

const where = [{ column: 'bet_channel_code', value: 'W' }];
const states: readonly PageState[] = [
  { by: 'week', where: [] },
  { by: 'week', where: [{ column: 'country_code', value: 'FI' }], from: '2021-01-04', to: '2021-01-17' },
  { by: 'month', where, from: '2021-01-13' },
];

test.each(states)('of thousands of players the copy ranks those whom the lake ranks: %j', async (state) => {
  for (const name of questionNames) {
    const [here, there] = [await own.answer(name, state), await copied.answer(name, state)];
    expect(here.rows.length).toBeGreaterThan(19);
    expect({ name, rows: there.rows }).toEqual({ name, rows: here.rows });
  }
});

/** CPU of all answers of a view, in milliseconds; nobody has asked for it before. */
async function measure(lake: AskedLake, day: string): Promise<number> {
  const state: PageState = { by: 'week', where: [], from: day };
  const { cpuSeconds } = await measureWork(async () => {
    for (const name of [...questionNames, ...chartNames]) await lake.answer(name, state);
    await lake.slices(state);
  });
  return cpuSeconds * 1000;
}

test('the copy answers a view in half of the CPU at most that the lake takes', async () => {
  let [ownMs, copiedMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const day of ['2021-01-04', '2021-01-11']) {
    ownMs = Math.min(ownMs, await measure(own, day));
    copiedMs = Math.min(copiedMs, await measure(copied, day));
  }
  expect(copiedMs).toBeLessThan(ownMs / 2);
});
