import { describe, expect, test } from 'vitest';
import { computeLake } from './compute-lake.ts';
import type { OracleOptions } from './landed-object.ts';
import { bet, landed, OPTIONS } from './landing-example.ts';
import { COLUMNS_BY_VIEW } from './view-columns.ts';

const STAKE = { bet_transaction_type_id: 1, real_debit_amount: '-5.00' };
const WIN = { bet_transaction_type_id: 2, real_credit_amount: '7.50' };

describe('the row that wins', () => {
  test.each([
    [
      'the newest last_event_dt',
      { last_event_dt: '2021-10-05 00:00:00', fee_amount: '1' },
      { fee_amount: '2' },
    ],
    ['the landing key that sorts last', { fee_amount: '2' }, { fee_amount: '1' }],
  ])('has %s', (_, first, second) => {
    const lake = computeLake(
      [landed('bets/b.jsonl', bet(second)), landed('bets/a.jsonl', bet(first))].reverse(),
      OPTIONS,
    );
    expect(lake.views.activity_daily).toMatchObject([{ fee_amount: '1.00' }]);
  });

  test('has the later line of one object, and keys sort by their UTF-8 bytes', () => {
    const lines = computeLake(
      [landed('bets/a', bet({ fee_amount: '1' }), bet({ fee_amount: '2' }))],
      OPTIONS,
    );
    expect(lines.views.activity_daily).toMatchObject([{ fee_amount: '2.00' }]);
    const keys = [
      landed('bets/😀', bet({ fee_amount: '1' })),
      landed('bets/\uFF5E', bet({ fee_amount: '2' })),
    ];
    expect(computeLake(keys, OPTIONS).views.activity_daily).toMatchObject([{ fee_amount: '1.00' }]);
  });

  test('is found before void statuses are taken out', () => {
    const objects = [landed('bets/a', bet({ bet_status_code: 'A' }), bet({ bet_status_code: 'V' }))];
    expect(computeLake(objects, OPTIONS).facts).toHaveLength(1);
    expect(computeLake(objects, { ...OPTIONS, voidStatuses: ['V'] }).facts).toHaveLength(0);
    expect(computeLake(objects, { ...OPTIONS, voidStatuses: ['A'] }).facts).toHaveLength(1);
  });

  test('of a player and of a game is the newest', () => {
    const lake = computeLake(
      [
        landed('players/2', { player_code: 'P1', partner_company_id: null, country_code: 'FI' }),
        landed('players/1', { player_code: 'P1', partner_company_id: null, country_code: 'SE' }),
        landed('games/1', { game_id: 1, game_name: 'Old' }, { game_id: 1, game_name: 'New' }),
        landed('bets/1', bet({ partner_company_id: null })),
      ],
      OPTIONS,
    );
    expect(lake.views.players_current).toMatchObject([{ partner_company_id: null, country_code: 'FI' }]);
    expect(lake.views.activity_daily).toMatchObject([
      { country_code: 'FI', player_ccy_code: 'none', game_name: 'New', game_type_code: 'none' },
    ]);
  });
});

describe('counts', () => {
  test('put a bet under the lowest transaction type that places it, and a staked one under the lowest that stakes', () => {
    const free = bet({ bet_transaction_type_id: 1, bonus_credit_amount: '1.00' });
    const objects = [
      landed(
        'bets/a',
        bet(WIN),
        bet({ ...STAKE, bet_transaction_type_id: 3 }),
        bet({}),
        free,
        bet({ bet_id: 2, ...WIN }),
        bet({ bet_id: 3, bet_transaction_type_id: 6 }),
      ),
    ];
    const { views } = computeLake(objects, OPTIONS);
    expect(
      views.slice_metrics_daily?.map((row) => [row.activity_type, row.bets_count, row.staked_bets_count]),
    ).toEqual([
      ['1', 1n, 0n],
      ['2', 0n, 0n],
      ['3', 0n, 1n],
      ['6', 0n, 0n],
      ['none', 0n, 0n],
    ]);
    expect(views.player_metrics_weekly).toEqual([
      {
        period_start: '2021-10-04',
        partner_company_id: 133n,
        player_code: 'P1',
        country_code: 'unknown',
        player_ccy_code: 'unknown',
        bets_count: 1n,
        staked_bets_count: 1n,
        real_spent_amount: '5.00',
        bonus_spent_amount: '0.00',
        real_won_amount: '15.00',
        bonus_won_amount: '1.00',
        distinct_games_count: 1n,
      },
    ]);
  });

  test('take a debit of the other sign for a stake given back, which places no bet', () => {
    const given = { bet_id: 2, bet_transaction_type_id: 4, real_debit_amount: '2.00' };
    const objects = [landed('bets/a', bet(STAKE), bet(given))];
    const read = (options: Partial<OracleOptions>) =>
      computeLake(objects, { ...OPTIONS, ...options }).views.activity_yearly?.map((row) => [
        row.activity_type,
        row.bets_count,
        row.staked_bets_count,
        row.real_spent_amount,
      ]);
    expect(read({})).toEqual([
      ['1', 1n, 1n, '5.00'],
      ['4', 0n, 0n, '-2.00'],
    ]);
    expect(read({ debits: 'positive' })).toEqual([
      ['1', 1n, 0n, '-5.00'],
      ['4', 1n, 1n, '2.00'],
    ]);
    expect(read({ stakeTypes: [] })).toEqual(read({}));
    expect(read({ debits: 'positive', stakeTypes: [] })?.map(([, count]) => count)).toEqual([0n, 1n]);
  });

  test('do not stake where debits add up to nothing', () => {
    const line = bet({ real_debit_amount: '1.00', bonus_debit_amount: '-1.00', bet_transaction_type_id: 1 });
    const { views } = computeLake([landed('bets/a', line)], OPTIONS);
    expect(views.activity_yearly).toMatchObject([
      { period_start: '2021-01-01', bets_count: 1n, staked_bets_count: 0n, postings_count: 1n },
    ]);
  });

  test('are of players and games with a bet: a win alone is no play', () => {
    const objects = [
      landed(
        'bets/a',
        bet(STAKE),
        bet({ ...WIN, bet_id: 2, game_id: 2 }),
        bet({ ...WIN, player_code: 'P2' }),
      ),
    ];
    const { views } = computeLake(objects, OPTIONS);
    expect(
      views.player_metrics_daily?.map((row) => [row.player_code, row.bets_count, row.distinct_games_count]),
    ).toEqual([
      ['P1', 1n, 1n],
      ['P2', 0n, 0n],
    ]);
    expect(
      views.game_metrics_daily?.map((row) => [row.game_id, row.distinct_players_count, row.popularity_rank]),
    ).toEqual([
      [1n, 1n, 1n],
      [2n, 0n, 2n],
    ]);
  });

  test('rank games by bets, then by the lower id, anew in every period', () => {
    const bets = [2, 10, 10, 9].map((game_id, at) =>
      bet({ ...STAKE, bet_id: at, game_id, player_code: `P${at}` }),
    );
    const later = bet({ ...STAKE, bet_id: 9, game_id: 9, bet_dt: '2021-10-05 00:00:00' });
    const { views } = computeLake([landed('bets/a', ...bets, later)], OPTIONS);
    expect(
      views.game_metrics_daily?.map((row) => [
        row.period_start,
        row.game_id,
        row.bets_count,
        row.popularity_rank,
      ]),
    ).toEqual([
      ['2021-10-04', 2n, 1n, 2n],
      ['2021-10-04', 9n, 1n, 3n],
      ['2021-10-04', 10n, 2n, 1n],
      ['2021-10-05', 9n, 1n, 1n],
    ]);
    expect(views.game_metrics_monthly?.map((row) => [row.game_id, row.popularity_rank])).toEqual([
      [2n, 3n],
      [9n, 1n],
      [10n, 2n],
    ]);
  });
});

test('money has rows by its activity, at scale 5, and exactly near 10^16', () => {
  const line = bet({
    ...STAKE,
    real_debit_amount: '-9999999999999999.99',
    player_jackpot_contribution_amount: '-0.00001',
  });
  const { views } = computeLake([landed('bets/a', line, { ...line, bet_id: 2 })], OPTIONS);
  expect(views.money_daily?.map((row) => [row.money_activity, row.money_kind, row.amount])).toEqual([
    ['jackpot_contribution', 'other', '-0.00002'],
    ['stake', 'real', '19999999999999999.98000'],
  ]);
});

test('amounts of several players are none where no currency is known, and their counts are still there', () => {
  const stake = (bet_id: number, player_code: string, real_debit_amount: string) =>
    bet({ ...STAKE, bet_id, player_code, real_debit_amount });
  const objects = [
    landed('players/a', {
      player_code: 'P1',
      partner_company_id: 133,
      country_code: 'FI',
      player_ccy_code: 'EUR',
    }),
    landed('players/b', { player_code: 'P2', partner_company_id: 133, country_code: 'FI' }),
    landed('bets/a', stake(1, 'P1', '-1.00'), stake(2, 'P2', '-2.00'), stake(3, 'P3', '-3.00')),
    landed(
      'bets/b',
      stake(4, 'P4', '-3.00'),
      bet({ bet_id: 5, player_code: 'P4', real_debit_amount: '3.00' }),
    ),
  ];
  const { views } = computeLake(objects, OPTIONS);
  const rows = views.slice_metrics_daily?.map((row) => [
    row.player_ccy_code,
    row.activity_type,
    row.distinct_players_count,
    row.real_spent_amount,
  ]);
  expect(rows).toEqual([
    ['EUR', '1', 1n, '1.00'],
    ['none', '1', 1n, '2.00'],
    ['unknown', '1', 2n, null],
    ['unknown', 'none', 0n, '-3.00'],
  ]);
  expect(views.money_daily?.map((row) => [row.player_ccy_code, row.money_activity, row.amount])).toEqual([
    ['EUR', 'stake', '1.00000'],
    ['none', 'stake', '2.00000'],
    ['unknown', 'stake', null],
  ]);
});

test('players whose rows name different currencies are shown with the newest', () => {
  const row = (player_code: string, player_ccy_code: string | null) => ({ player_code, player_ccy_code });
  const { views } = computeLake(
    [
      landed('players/1', row('A', 'JPY'), row('B', 'EUR'), row('C', 'EUR'), row('C', null), row('D', 'SEK')),
      landed('players/2', row('A', 'EUR'), row('B', 'EUR'), row('D', null)),
      landed('players/0', row('D', 'NOK')),
    ],
    OPTIONS,
  );
  expect(views.player_conflicts?.map((each) => Object.values(each))).toEqual([
    [null, 'A', 'EUR', 2n, 'players/1', 'players/2'],
    [null, 'D', 'none', 2n, 'players/0', 'players/1'],
  ]);
});

test('conflicts are rows that differ at the newest event, and bets of several dates', () => {
  const { views } = computeLake(
    [
      landed(
        'bets/a',
        bet({ bet_id: 1 }),
        bet({ bet_id: 1, fee_amount: '1.0' }),
        bet({ bet_id: 2, fee_amount: '1.0' }),
        bet({ bet_id: 2, fee_amount: '1.00' }),
        bet({ bet_id: 3 }),
        bet({ bet_id: 3, last_event_dt: '2021-10-05 00:00:00' }),
        bet({ bet_id: 4 }),
        bet({ bet_id: 4, ...WIN }),
        bet({ bet_id: 4, bet_dt: '2021-10-05 00:00:00' }),
        bet({ bet_id: 5, last_event_dt: '2021-10-05 00:00:00' }),
        bet({ bet_id: 5, last_event_dt: '2021-10-05 00:00:00', game_id: 2 }),
        bet({ bet_id: 5 }),
      ),
    ],
    OPTIONS,
  );
  expect(views.bet_conflicts?.map((row) => Object.values(row))).toEqual([
    [1n, '2021-10-04', 2n, 'rows_differ'],
    [4n, '2021-10-04', 2n, 'several_dates'],
    [4n, '2021-10-05', 1n, 'several_dates'],
    [5n, '2021-10-04', 3n, 'rows_differ'],
  ]);
});

test('every view has its columns in their order', () => {
  const game = { game_id: 1, game_name: 'Fast Hands' };
  const objects = [landed('bets/a', bet(STAKE), bet(STAKE), bet({ ...STAKE, game_id: 2 }))];
  const { views } = computeLake(
    [
      ...objects,
      landed('players/a', { player_code: 'P', player_ccy_code: 'EUR' }),
      landed('players/b', { player_code: 'P', player_ccy_code: 'SEK' }),
      landed('games/a', game),
    ],
    OPTIONS,
  );
  expect(Object.keys(views).sort()).toEqual([...COLUMNS_BY_VIEW.keys()].sort());
  for (const [name, columns] of COLUMNS_BY_VIEW) {
    expect([name, Object.keys(views[name]?.[0] ?? {})]).toEqual([name, columns]);
  }
});
