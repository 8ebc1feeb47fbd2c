import { type Column, decimal, whole } from '../schema.ts';

const money = decimal(38, 2);
const unit = 'player currency';

/** What adds up over every slice and period, and how a day's postings make it (`rollups/activity.sql`). */
export interface ActivityMeasure extends Column {
  /**
   * The amount of a posting that it adds up; NULL adds 0. A debit gets its sign as it is read: from then on, what was
   * spent is positive, less what was given back.
   */
  readonly amount?: { readonly column: string; readonly isDebit?: boolean };
  /** The aggregate over a day's current postings. @default the sum of `amount` */
  readonly sql?: string;
  /** What `money_<grain>` calls its rows of it. */
  readonly money?: { readonly activity: string; readonly kind: 'real' | 'bonus' | 'other' };
}

/** How many bets were placed: the measures of bets that every view of counts has. */
export const betsCounts: readonly ActivityMeasure[] = [
  {
    name: 'bets_count',
    sql: 'count_if(counts_bet)',
    type: whole,
    unit: 'bets',
    meaning:
      'Bets placed: distinct bet_ids of a day with a posting that stakes money or has one of the stake types.',
    assumption:
      'A bet counts once, under the lowest transaction type of its postings that place it; wins and ended rounds are none.',
  },
  {
    name: 'staked_bets_count',
    sql: 'count_if(counts_staked_bet)',
    type: whole,
    unit: 'bets',
    meaning: 'Bets placed with money: a posting spends more than zero, real and bonus money added up.',
    assumption: 'Such a bet counts under the lowest transaction type of the postings that do.',
  },
];

/** Spent and won, as positive amounts: what a view, a metric and the page show of money by player and currency. */
export const amounts: readonly ActivityMeasure[] = [
  {
    name: 'real_spent_amount',
    amount: { column: 'real_debit_amount', isDebit: true },
    money: { activity: 'stake', kind: 'real' },
    type: money,
    unit,
    meaning: 'Real money debited: staked, less what was given back.',
  },
  {
    name: 'bonus_spent_amount',
    amount: { column: 'bonus_debit_amount', isDebit: true },
    money: { activity: 'stake', kind: 'bonus' },
    type: money,
    unit,
    meaning: 'Bonus money debited: staked, less what was given back.',
  },
  {
    name: 'real_won_amount',
    amount: { column: 'real_credit_amount' },
    money: { activity: 'win', kind: 'real' },
    type: money,
    unit,
    meaning: 'Real money credited: won.',
  },
  {
    name: 'bonus_won_amount',
    amount: { column: 'bonus_credit_amount' },
    money: { activity: 'win', kind: 'bonus' },
    type: money,
    unit,
    meaning: 'Bonus money credited: won.',
  },
];

/** Every measure; the same in the rollup and in the view `activity_<grain>`. */
export const activityMeasures: readonly ActivityMeasure[] = [
  ...betsCounts,
  {
    name: 'postings_count',
    sql: 'count(*)',
    type: whole,
    unit: 'postings',
    meaning: 'Current postings, of whatever type.',
  },
  ...amounts,
  {
    name: 'jackpot_contribution_amount',
    amount: { column: 'player_jackpot_contribution_amount' },
    money: { activity: 'jackpot_contribution', kind: 'other' },
    type: decimal(38, 5),
    unit,
    meaning: 'Put into jackpots; NULL in the source adds 0.',
  },
  {
    name: 'jackpot_win_amount',
    amount: { column: 'player_jackpot_win_amount' },
    money: { activity: 'jackpot_win', kind: 'other' },
    type: money,
    unit,
    meaning: 'Won from jackpots; NULL in the source adds 0.',
  },
  {
    name: 'fee_amount',
    amount: { column: 'fee_amount' },
    money: { activity: 'fee', kind: 'other' },
    type: money,
    unit,
    meaning: 'Fees; NULL in the source adds 0.',
  },
];
