import { decimal, instant, text, whole } from '../column.ts';
import { defineDataset } from '../dataset.ts';

const onlyNull = 'Shown only as null in the sample; the type follows from the name.';

export const bets = defineDataset({
  name: 'bets',
  grain: 'one posting of a bet: a bet_id, a transaction type, a day',
  columns: [
    { name: 'bet_id', type: whole, required: true, meaning: 'The bet.' },
    {
      name: 'bet_dt',
      type: instant,
      required: true,
      meaning: 'When the bet was placed, UTC; its date is the day the bet counts on.',
    },
    { name: 'player_code', type: text, required: true, meaning: 'The player within the partner company.' },
    { name: 'game_id', type: whole, required: true, meaning: 'The game.' },
    {
      name: 'real_debit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Real money staked.',
    },
    {
      name: 'real_credit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Real money won.',
    },
    {
      name: 'bonus_debit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Bonus money staked.',
    },
    {
      name: 'bonus_credit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Bonus money won.',
    },
    { name: 'bet_channel_code', type: text, meaning: 'The channel the bet came through.' },
    {
      name: 'bet_status_code',
      type: text,
      meaning: 'The state of the bet.',
      assumption: 'No status voids a bet unless the configuration names it.',
    },
    {
      name: 'player_jackpot_contribution_amount',
      type: decimal(18, 5),
      unit: 'player currency',
      meaning: 'What the bet put into a jackpot.',
    },
    {
      name: 'player_jackpot_win_amount',
      type: decimal(18, 2),
      unit: 'player currency',
      meaning: 'What the bet won from a jackpot.',
    },
    { name: 'bet_action_id', type: whole, meaning: 'The action within the bet.', assumption: onlyNull },
    {
      name: 'bet_transaction_type_id',
      type: whole,
      meaning: 'The type of the posting.',
      assumption: 'Read as the activity type, as text.',
    },
    {
      name: 'last_event_dt',
      type: instant,
      meaning: 'When the posting was last changed, UTC; the newest restates the older.',
      assumption: onlyNull,
    },
    {
      name: 'game_odds',
      type: decimal(18, 6),
      unit: 'ratio',
      meaning: 'The odds of the bet.',
      assumption: onlyNull,
    },
    {
      name: 'fee_amount',
      type: decimal(18, 2),
      unit: 'player currency',
      meaning: 'The fee taken on the bet.',
    },
    { name: 'operating_company_id', type: whole, meaning: 'The company that operates the game.' },
    {
      name: 'partner_company_id',
      type: whole,
      meaning: 'The partner company the player belongs to; with player_code it names the player.',
    },
    { name: 'brand_id', type: whole, meaning: 'The brand.', assumption: onlyNull },
  ],
  key: ['bet_id', 'bet_transaction_type_id'],
  newest: 'last_event_dt',
  partition: { by: 'column', column: 'bet_dt' },
  assumptions: [
    'A row is one posting: a stake and a win that share a bet_id have different transaction types and both count; a row that comes again for the same bet_id, transaction type and day restates it.',
  ],
});
