import { type Column, decimal, whole } from '../column.ts';

const money = decimal(38, 2);
const unit = 'player currency';

/** How many bets were placed: the measures of bets that every view of counts has. */
export const betsCounts: readonly Column[] = [
  {
    name: 'bets_count',
    type: whole,
    unit: 'bets',
    meaning:
      'Bets placed: distinct bet_ids of a day with a posting that stakes money or has one of the stake types.',
    assumption:
      'A bet counts once, under the lowest transaction type of its postings that place it; wins and ended rounds are none.',
  },
  {
    name: 'staked_bets_count',
    type: whole,
    unit: 'bets',
    meaning: 'Bets placed with money: a posting spends more than zero, real and bonus money added up.',
    assumption: 'Such a bet counts under the lowest transaction type of the postings that do.',
  },
];

/** Spent and won, as positive amounts: what a view, a metric and the page show of money by player and currency. */
export const amounts: readonly Column[] = [
  {
    name: 'real_spent_amount',
    type: money,
    unit,
    meaning: 'Real money debited: staked, less what was given back.',
  },
  {
    name: 'bonus_spent_amount',
    type: money,
    unit,
    meaning: 'Bonus money debited: staked, less what was given back.',
  },
  { name: 'real_won_amount', type: money, unit, meaning: 'Real money credited: won.' },
  { name: 'bonus_won_amount', type: money, unit, meaning: 'Bonus money credited: won.' },
];

/** What adds up over every slice and period; the same in the rollup and in the view `activity_<grain>`. */
export const activityMeasures: readonly Column[] = [
  ...betsCounts,
  { name: 'postings_count', type: whole, unit: 'postings', meaning: 'Current postings, of whatever type.' },
  ...amounts,
  {
    name: 'jackpot_contribution_amount',
    type: decimal(38, 5),
    unit,
    meaning: 'Put into jackpots; NULL in the source adds 0.',
  },
  { name: 'jackpot_win_amount', type: money, unit, meaning: 'Won from jackpots; NULL in the source adds 0.' },
  { name: 'fee_amount', type: money, unit, meaning: 'Fees; NULL in the source adds 0.' },
];
