import { type Column, decimal, whole } from '../column.ts';

const money = decimal(38, 2);

/** What adds up over every slice and period; the same in the rollup and in the view `activity_<grain>`. */
export const activityMeasures: readonly Column[] = [
  {
    name: 'bets_count',
    type: whole,
    unit: 'bets',
    meaning: 'Bets placed: distinct bet_ids of a day.',
    assumption: 'A bet with rows of several transaction types counts under the lowest.',
  },
  {
    name: 'staked_bets_count',
    type: whole,
    unit: 'bets',
    meaning: 'Bets placed whose real and bonus debits add up to more than zero.',
    assumption: 'Such a bet counts under the lowest transaction type where they do.',
  },
  { name: 'real_debit_amount', type: money, unit: 'player currency', meaning: 'Real money staked.' },
  { name: 'real_credit_amount', type: money, unit: 'player currency', meaning: 'Real money won.' },
  { name: 'bonus_debit_amount', type: money, unit: 'player currency', meaning: 'Bonus money staked.' },
  { name: 'bonus_credit_amount', type: money, unit: 'player currency', meaning: 'Bonus money won.' },
  {
    name: 'jackpot_contribution_amount',
    type: decimal(38, 5),
    unit: 'player currency',
    meaning: 'Put into jackpots; NULL in the source adds 0.',
  },
  {
    name: 'jackpot_win_amount',
    type: money,
    unit: 'player currency',
    meaning: 'Won from jackpots; NULL in the source adds 0.',
  },
  { name: 'fee_amount', type: money, unit: 'player currency', meaning: 'Fees; NULL in the source adds 0.' },
];
