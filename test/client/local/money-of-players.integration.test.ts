import { describe, expect, test } from 'vitest';
import { healthSql, toSignsSql } from '../../../glue/health.ts';
import {
  toBetsHistogramSql,
  toGamesDistributionSql,
  toSpendDistributionSql,
} from '../../../glue/metrics/distributions.ts';
import { toGamesRankingSql } from '../../../glue/metrics/games-ranking.ts';
import { type MetricName, toMetricSql } from '../../../glue/metrics/index.ts';
import { toMoneySql, toTrendSql } from '../../../glue/metrics/trend.ts';
import { game, monday, player, stake, sunday, win } from '../../faults/rows.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeLake, type TempLake } from './temp-lake.ts';

async function read(lake: TempLake, sql: string): Promise<unknown[][]> {
  return (await lake.rows(sql)).map((row) => Object.values(row));
}

const toYear = (metric: MetricName, options: object = {}) =>
  toMetricSql({ metric, by: 'year', slice: [], where: [], ...options });
const total = toYear('amounts-per-player', { total: true });

describe('wallet transactions as the platform exports them', () => {
  /** Two stakes of money, a win and an ended round with ids of their own, and a stake given back. */
  const lines = [
    stake(101, monday, { player_code: 'WHALE', real_debit_amount: '-500.00' }),
    win(102, monday, { player_code: 'WHALE', real_credit_amount: '40.00' }),
    stake(103, monday, { player_code: 'MINNOW', real_debit_amount: '-1.00', bonus_debit_amount: '-0.50' }),
    bet({ bet_id: 104, player_code: 'MINNOW', bet_transaction_type_id: 6 }),
    stake(105, monday, { player_code: 'BACK', real_debit_amount: '-9.00' }),
    bet({ bet_id: 106, player_code: 'BACK', bet_transaction_type_id: 4, real_debit_amount: '9.00' }),
    stake(107, monday, { player_code: 'FREE', real_debit_amount: '0.00', game_id: 2 }),
  ];
  const players = ['WHALE', 'MINNOW', 'BACK', 'FREE'].map((code) => player(code));

  test('count stakes as bets, free ones too, and give what was spent as positive amounts, the largest first', async () => {
    const lake = await makeLake();
    await lake.ingest([landed('bets/b.json', ...lines), landed('players/p.json', ...players)]);
    expect(await read(lake, toYear('amounts-per-player'))).toEqual([
      ['2021-01-01', 133n, 'WHALE', 'EUR', '500.00', '0.00', '40.00', '0.00'],
      ['2021-01-01', 133n, 'MINNOW', 'EUR', '1.00', '0.50', '0.00', '0.00'],
      ['2021-01-01', 133n, 'BACK', 'EUR', '0.00', '0.00', '0.00', '0.00'],
      ['2021-01-01', 133n, 'FREE', 'EUR', '0.00', '0.00', '0.00', '0.00'],
    ]);
    expect(await read(lake, toYear('bets-per-player'))).toEqual([
      ['2021-01-01', 133n, 'BACK', 1n, 1n],
      ['2021-01-01', 133n, 'FREE', 1n, 0n],
      ['2021-01-01', 133n, 'MINNOW', 1n, 1n],
      ['2021-01-01', 133n, 'WHALE', 1n, 1n],
    ]);
    const postings =
      'select activity_type, sum(postings_count)::bigint, sum(bets_count)::bigint from activity_yearly group by 1 order by 1';
    expect(await read(lake, postings)).toEqual([
      ['1', 4n, 4n],
      ['2', 1n, 0n],
      ['4', 1n, 0n],
      ['6', 1n, 0n],
    ]);
  });

  test('are the same where debits are written without a minus and the setting says so', async () => {
    const turned = lines.map((line) =>
      Object.fromEntries(
        Object.entries(line).map(([name, value]) => [
          name,
          name.includes('_debit_') ? String(value).replace(/^(-?)/, (minus) => (minus ? '' : '-')) : value,
        ]),
      ),
    );
    const views = ['player_metrics_daily', 'slice_metrics_yearly', 'money_monthly', 'activity_weekly'];
    const rows: unknown[] = [];
    for (const [debits, each] of [
      ['negative', lines],
      ['positive', turned],
    ] as const) {
      const lake = await makeLake();
      await lake.configure({ debits });
      await lake.ingest([landed('bets/b.json', ...each), landed('players/p.json', ...players)]);
      rows.push(await Promise.all(views.map((view) => read(lake, `select * from ${view} order by all`))));
      expect(await read(lake, toSignsSql(debits))).toEqual([]);
    }
    expect(rows[1]).toEqual(rows[0]);
  });

  test('do not make a win after midnight a bet of the next day, but count its money', async () => {
    const lake = await makeLake();
    await lake.ingest([
      landed(
        'bets/b.json',
        stake(1, sunday),
        win(2, monday),
        stake(3, sunday, { game_id: 2, player_code: 'P2' }),
      ),
      landed('games/g.json', game(1), game(2)),
    ]);
    const state = { by: 'day', where: [] } as const;
    expect(await read(lake, toTrendSql(state))).toEqual([
      [sunday, 2n, 2n, 2n, 2n, null, null, null, null],
      [monday, 0n, 0n, 0n, 0n, 2n, 2n, 2n, 2n],
    ]);
    expect(
      await read(lake, 'select distinct_games_count, real_won_amount from player_metrics_daily order by all'),
    ).toEqual([
      [0n, '7.50'],
      [1n, '0.00'],
      [1n, '0.00'],
    ]);
    const games = `select bets_count, distinct_players_count, popularity_rank from game_metrics_daily where period_start = date '${monday}'`;
    expect(await read(lake, games)).toEqual([[0n, 0n, 1n]]);
    expect(await read(lake, toGamesRankingSql({ ...state, day: monday, top: 5 }))).toEqual([]);
    const onMonday = { where: [], from: monday, to: monday };
    expect(await read(lake, toBetsHistogramSql(onMonday))).toEqual([]);
    expect(await read(lake, toGamesDistributionSql(onMonday))).toEqual([]);
    expect(await read(lake, toBetsHistogramSql({ where: [] }))).toEqual([[1n, 1n, 2n]]);
  });
});

describe('amounts of different currencies are never added up', () => {
  const euros = stake(1, monday, { player_code: 'E', real_debit_amount: '-5.00' });
  const yen = stake(2, monday, { player_code: 'J', real_debit_amount: '-5000.00' });

  test('nor those of players that are not known, or that have no currency: counts stay', async () => {
    const lake = await makeLake();
    await lake.ingest([landed('bets/a.json', euros, yen)]);
    const nothing = [null, null, null, null];
    expect(await read(lake, total)).toEqual([['2021-01-01', 'unknown', ...nothing, 2n, 1n]]);
    expect(await read(lake, 'select player_ccy_code, money_activity, amount from money_yearly')).toEqual([
      ['unknown', 'stake', null],
    ]);
    expect(await read(lake, toMoneySql({ by: 'year', where: [] }))).toEqual([
      ['2021-01-01', 'unknown', ...nothing, null, ...nothing],
    ]);
    expect(await read(lake, toSpendDistributionSql({ where: [] }))).toEqual([]);
    expect(await read(lake, toYear('amounts-per-player'))).toMatchObject([
      ['2021-01-01', 133n, 'J', 'unknown', '5000.00', '0.00', '0.00', '0.00'],
      ['2021-01-01', 133n, 'E', 'unknown', '5.00', '0.00', '0.00', '0.00'],
    ]);
    expect(await read(lake, healthSql.currencies)).toEqual([['unknown', 2n, 2n, monday, monday, '133:E']]);

    await lake.ingest([landed('players/a.json', player('E'), player('J', { player_ccy_code: '  ' }))]);
    expect(await read(lake, total)).toEqual([
      ['2021-01-01', 'EUR', '5.00', '0.00', '0.00', '0.00', 1n, 1n],
      ['2021-01-01', 'none', '5000.00', '0.00', '0.00', '0.00', 1n, 1n],
    ]);
    expect(await read(lake, healthSql.currencies)).toEqual([['none', 1n, 1n, monday, monday, '133:J']]);

    await lake.ingest([landed('players/b.json', player('J', { player_ccy_code: 'JPY' }))]);
    expect((await read(lake, total)).map((row) => row.slice(1, 3))).toEqual([
      ['EUR', '5.00'],
      ['JPY', '5000.00'],
    ]);
    expect(await read(lake, healthSql.currencies)).toEqual([]);
    expect(await read(lake, healthSql.playerConflicts)).toEqual([]);
  });

  test('a second player who only won makes an amount none, and one of nothing but zeros concerns nobody', async () => {
    const lake = await makeLake();
    await lake.ingest([
      landed(
        'bets/a.json',
        euros,
        win(3, monday, { player_code: 'J' }),
        bet({ bet_id: 4, player_code: 'Z', bet_dt: `${sunday} 12:00:00`, bet_transaction_type_id: 6 }),
      ),
    ]);
    const daily = `select period_start, activity_type, bets_count, distinct_players_count, real_spent_amount, real_won_amount
      from slice_metrics_daily order by 1, 2`;
    expect(await read(lake, daily)).toEqual([
      [sunday, '6', 0n, 0n, '0.00', '0.00'],
      [monday, '1', 1n, 1n, '5.00', '0.00'],
      [monday, '2', 0n, 0n, '0.00', '7.50'],
    ]);
    expect(await read(lake, total)).toEqual([['2021-01-01', 'unknown', null, null, null, null, 1n, 1n]]);
    expect(await read(lake, healthSql.currencies)).toEqual([['unknown', 2n, 1n, monday, monday, '133:E']]);
  });

  test('a player whose files name different currencies is named, and the past is shown in the newest', async () => {
    const lake = await makeLake();
    await lake.ingest([
      landed('players/2021-09.json', player('E', { player_ccy_code: 'JPY' }), player('J'), player('J')),
      landed(
        'bets/2021-09.json',
        stake(1, '2021-09-06', { player_code: 'E', real_debit_amount: '-5000.00' }),
      ),
    ]);
    expect(await read(lake, 'select * from player_conflicts')).toEqual([]);
    await lake.ingest([
      landed('players/2021-10.json', player('E'), player('J', { player_ccy_code: null })),
      landed('bets/2021-10.json', { ...euros, bet_id: 2 }),
    ]);
    expect(await read(lake, 'select * from player_conflicts')).toEqual([
      [133n, 'E', 'EUR', 2n, 'players/2021-09.json', 'players/2021-10.json'],
    ]);
    expect(await read(lake, healthSql.playerConflicts)).toEqual([
      [1n, 'players/2021-09.json', 'players/2021-10.json', '133:E'],
    ]);
    const monthly =
      'select player_ccy_code, real_spent_amount from player_metrics_monthly order by period_start';
    expect(await read(lake, monthly)).toEqual([
      ['EUR', '5000.00'],
      ['EUR', '5.00'],
    ]);
    // The file that named the other currency is replaced by one that does not.
    await lake.ingest([landed('players/2021-09.json', player('E'))]);
    expect(await read(lake, 'select * from player_conflicts')).toEqual([]);
  });
});

test('files whose debits all have the other sign are reported, and a change of the setting corrects every day', async () => {
  const lake = await makeLake();
  const positive = (id: number, day: string) => stake(id, day, { real_debit_amount: '5.00' });
  const given = bet({ bet_id: 9, bet_transaction_type_id: 4, real_debit_amount: '1.00' });
  const { loads } = await lake.ingest([
    landed('bets/a.json', positive(1, sunday)),
    landed('bets/b.json', positive(2, monday), bet({ bet_id: 3 })),
    landed('bets/c.json', stake(4, monday), given),
    landed('bets/d.json', bet({ bet_id: 5 })),
    landed('players/p.json', player('P1')),
  ]);
  expect(loads.map(({ record }) => [record.debits_negative, record.debits_positive])).toEqual([
    [0, 1],
    [0, 1],
    [1, 1],
    [0, 0],
    [null, null],
  ]);
  expect(await read(lake, toSignsSql('negative'))).toEqual([
    ['positive', 2n, 2n, 'bets/a.json', 'bets/b.json'],
  ]);
  expect(await read(lake, toSignsSql('positive'))).toEqual([]);
  await lake.configure({ debits: 'positive' });
  expect((await lake.ingest([])).days).toEqual([sunday, monday]);
  const spent = 'select real_spent_amount from player_metrics_daily order by period_start';
  expect(await read(lake, spent)).toEqual([['5.00'], ['1.00']]);
});
