import { bet } from '../oracle/landing-example.ts';

/** Days of the tests; the clock begins on the morning after the second. */
export const monday = '2021-10-04';
export const sunday = '2021-10-03';

type Members = Parameters<typeof bet>[0];

/** A stake of one day. */
export function stake(betId: number, day = monday, members: Members = {}) {
  return bet({
    bet_id: betId,
    bet_dt: `${day} 12:00:00`,
    bet_transaction_type_id: 1,
    real_debit_amount: '-5.00',
    ...members,
  });
}

/** A win of one day. */
export function win(betId: number, day = monday, members: Members = {}) {
  return bet({
    bet_id: betId,
    bet_dt: `${day} 13:00:00`,
    bet_transaction_type_id: 2,
    real_credit_amount: '7.50',
    ...members,
  });
}

export function player(code: string, members: Members = {}) {
  return {
    partner_company_id: 133,
    player_code: code,
    country_code: 'FI',
    player_ccy_code: 'EUR',
    ...members,
  };
}

export function game(gameId: number, members: Members = {}) {
  return {
    game_id: gameId,
    game_name: 'Fast Hands',
    game_category_code: 'C',
    game_type_code: 'FastHands',
    ...members,
  };
}

/** A line that is refused: an amount with three decimals. */
export const badLine = JSON.stringify(stake(99, monday, { real_debit_amount: '12.505' }));
