import { describe, expect, test } from 'vitest';
import { toPartitionDate } from '../../lambdas/convert/core-lines.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { bet, landed } from '../oracle/landing-example.ts';

const at = (time: string) => new Date(`${time}Z`);

describe('the dates that bets may have, entry 33', () => {
  const days = ['2014-12-31', '2015-01-01', '2021-10-05', '2021-10-06', '2021-10-07'];
  const object = landed('bets/a', ...days.map((day, bet_id) => bet({ bet_id, bet_dt: `${day} 12:00:00` })));

  test('end the day after the load, by the clock in UTC', async () => {
    const lake = await makeLake();
    const dates = async (now: Date) => (await lake.ingest([object], { now })).loads[0]?.record.dates;
    expect(await dates(at('2021-10-04T23:59:59'))).toEqual(['2015-01-01', '2021-10-05']);
    const refused = await lake.rows('select line_number, faults[1].code as code from quarantine order by 1');
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('date_out_of_range'));

    const again = await makeLake();
    const later = await again.ingest([object], { now: at('2021-10-06T00:00:00') });
    expect(later.loads[0]?.record.dates).toEqual(['2015-01-01', '2021-10-05', '2021-10-06', '2021-10-07']);
  });

  test('begin where the configuration sets it, and another beginning reads every file again', async () => {
    const lake = await makeLake();
    await lake.ingest([object], { now: at('2021-10-31T00:00:00') });
    expect(await lake.rows('select count(*) as bets from bets')).toEqual([{ bets: 4n }]);
    await lake.configure({ first_date: '2014-12-31' });
    const { loads } = await lake.ingest([object], { now: at('2021-10-31T00:00:00') });
    expect(loads[0]).toMatchObject({ status: 'replaced', record: { accepted: 5 } });
    expect(await lake.rows('select count(*) as bets from bets')).toEqual([{ bets: 5n }]);
    await lake.configure({ first_date: '2021-10-07' });
    await lake.ingest([object], { now: at('2021-10-31T00:00:00') });
    expect(await lake.rows('select period_start from activity_daily')).toEqual([
      { period_start: '2021-10-07' },
    ]);
  });
});

test.each([
  ['players/2021-10-04.jsonl', '2021-10-04'],
  ['players/2021/10/04/a.jsonl.gz', '2021-10-04'],
  ['players/export-2021-10-04T10.jsonl', '2021-10-04'],
  ['players/2021-02-30/2021-10-04.jsonl', '2021-10-04'],
  ['players/1999-01-01/2021-10-04.jsonl', '2021-10-04'],
  ['players/2021-10-03/2021-10-04.jsonl', '2021-10-03'],
  ['players/2021-10/04.jsonl', '2021-10-09'],
  ['players/12021-10-04.jsonl', '2021-10-09'],
  ['players/2021-10-041.jsonl', '2021-10-09'],
  ['players/2021-11-02.jsonl', '2021-10-09'],
  ['players/a.jsonl', '2021-10-09'],
])('%s is filed under %s', (key, date) => {
  const dates = { first: '2015-01-01', last: '2021-11-01' };
  expect(toPartitionDate(key, at('2021-10-09T23:59:59'), dates)).toBe(date);
});

test('weeks are those of ISO over the ends of years, entry 34', async () => {
  const days = [
    '2020-12-27',
    '2020-12-31',
    '2021-01-01',
    '2021-01-03',
    '2021-01-04',
    '2024-12-30',
    '2027-01-03',
  ];
  const object = landed(
    'bets/a',
    ...days.map((day, bet_id) => bet({ bet_id, bet_transaction_type_id: 1, bet_dt: `${day} 23:59:59` })),
  );
  const lake = await makeLake();
  await lake.ingest([object], { now: at('2027-06-01T00:00:00') });
  const weeks = await lake.rows('select period_start, bets_count from player_metrics_weekly order by 1');
  expect(weeks.map((row) => Object.values(row))).toEqual([
    ['2020-12-21', 1n],
    ['2020-12-28', 3n],
    ['2021-01-04', 1n],
    ['2024-12-30', 1n],
    ['2026-12-28', 1n],
  ]);
  const years = await lake.rows('select period_start, bets_count from player_metrics_yearly order by 1');
  expect(years.map((row) => Object.values(row))).toEqual([
    ['2020-01-01', 2n],
    ['2021-01-01', 3n],
    ['2024-01-01', 1n],
    ['2027-01-01', 1n],
  ]);
});
