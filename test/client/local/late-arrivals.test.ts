import { expect, test } from 'vitest';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeLake, type TempLake } from './temp-lake.ts';

const stake = { real_debit_amount: '-5.00', bet_transaction_type_id: 1 };

async function read(lake: TempLake, sql: string): Promise<unknown[][]> {
  return (await lake.rows(sql)).map((row) => Object.values(row));
}

test('bets of players and games that are not there count as unknown, heal when they arrive, and counts hold, entry 31', async () => {
  const lake = await makeLake();
  await lake.ingest([
    landed(
      'bets/a',
      bet(stake),
      bet({ ...stake, bet_id: 2, partner_company_id: null }),
      bet({ bet_id: 3, player_code: 'P2', bonus_debit_amount: '-1.00' }),
    ),
  ]);
  const slices = `select country_code, player_ccy_code, game_type_code, collection, activity_type, bets_count, real_spent_amount
    from slice_metrics_daily order by all`;
  const unknown = ['unknown', 'unknown', 'unknown', 'unknown'];
  expect(await read(lake, slices)).toEqual([
    [...unknown, '1', 2n, null],
    [...unknown, 'none', 1n, '0.00'],
  ]);
  const { days } = await lake.ingest([
    landed('players/a', {
      player_code: 'P1',
      partner_company_id: 133,
      country_code: 'FI',
      player_ccy_code: '',
    }),
    landed('games/a', { game_id: 1, game_type_code: 'Slots' }),
  ]);
  expect(days).toEqual([]);
  expect(await read(lake, slices)).toEqual([
    ['FI', 'none', 'Slots', 'none', '1', 1n, '5.00'],
    ['unknown', 'unknown', 'Slots', 'none', '1', 1n, '5.00'],
    ['unknown', 'unknown', 'Slots', 'none', 'none', 1n, '0.00'],
  ]);
  const channels =
    'select distinct bet_channel_code, game_name, bet_transaction_type_id from activity_daily order by all';
  expect(await read(lake, channels)).toEqual([
    [null, 'none', 1n],
    [null, 'none', null],
  ]);
});

test('the same bet twice is one bet, whichever way its rows arrive, and a conflict is reported, entry 30', async () => {
  const rows = [
    landed('bets/a', bet({ ...stake, fee_amount: '1.00' })),
    landed('bets/b', bet({ ...stake, fee_amount: '2.00' }), bet({ ...stake, fee_amount: '3.00' })),
    landed('bets/c', bet({ ...stake, bet_id: 2 }), bet({ ...stake, bet_id: 2 })),
  ];
  for (const objects of [rows, rows.toReversed()]) {
    const lake = await makeLake();
    for (const object of objects) await lake.ingest([object]);
    expect(await read(lake, 'select bets_count, fee_amount from activity_daily')).toEqual([[2n, '3.00']]);
    expect(await read(lake, 'select bet_id, rows_count, reason from bet_conflicts')).toEqual([
      [1n, 3n, 'rows_differ'],
    ]);
  }
});

test('a bet that is settled days later heals its past day, entry 35', async () => {
  const lake = await makeLake();
  await lake.ingest([landed('bets/2021-10-09.jsonl', bet({ real_debit_amount: '-5.00' }))]);
  const settled = bet({
    real_debit_amount: '-5.00',
    real_credit_amount: '9.00',
    last_event_dt: '2021-10-06 00:00:00',
  });
  const { days } = await lake.ingest([landed('bets/2021-10-06.jsonl', settled)]);
  expect(days).toEqual(['2021-10-04']);
  const amounts = 'select real_spent_amount, real_won_amount, bets_count from player_metrics_weekly';
  expect(await read(lake, amounts)).toEqual([['5.00', '9.00', 1n]]);
  expect(await read(lake, 'select * from bet_conflicts')).toEqual([]);
});
