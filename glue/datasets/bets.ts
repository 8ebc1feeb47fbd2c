import { decimal, defineDataset, instant, text, whole } from '../schema.ts';

const onlyNull = { seen: 'Only null.', assumption: 'The type follows from the name.' };

const debit =
  'Zero or below; below zero in every posting of type 1, in one of the two debits or in both, and in no other.';
const credit = 'Zero or above; above zero in postings of type 2 alone.';

export const bets = defineDataset({
  name: 'bets',
  rowMeaning: 'one posting of a bet, a transaction of the wallet: a bet_id, a transaction type, a day',
  columns: [
    {
      name: 'bet_id',
      type: whole,
      required: true,
      meaning: 'The bet.',
      seen: 'Another one in every row: a win follows its stake with an id of its own, a little higher, within 2 s, and nothing joins the two.',
    },
    {
      name: 'bet_dt',
      type: instant,
      required: true,
      meaning: 'When the posting was made, UTC; its date is the day it counts on.',
      assumption: 'Times are UTC.',
    },
    { name: 'player_code', type: text, required: true, meaning: 'The player within the partner company.' },
    { name: 'game_id', type: whole, required: true, meaning: 'The game.' },
    {
      name: 'real_debit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Real money that leaves the player.',
      seen: debit,
      assumption:
        'Written with a minus, unless the setting `debits` says `positive`; one of the other sign is a stake given back.',
    },
    {
      name: 'real_credit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Real money won.',
      seen: credit,
    },
    {
      name: 'bonus_debit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Bonus money that leaves the player.',
      seen: debit,
      assumption:
        'Written with a minus, unless the setting `debits` says `positive`; one of the other sign is a stake given back.',
    },
    {
      name: 'bonus_credit_amount',
      type: decimal(18, 2),
      required: true,
      unit: 'player currency',
      meaning: 'Bonus money won.',
      seen: credit,
    },
    {
      name: 'bet_channel_code',
      type: text,
      code: true,
      meaning: 'The channel the bet came through.',
      seen: '`C` in 91 % of the rows, `W` in 9 %.',
    },
    {
      name: 'bet_status_code',
      type: text,
      code: true,
      meaning: 'The state of the bet.',
      seen: '`A` in every row.',
      assumption: 'No status voids a bet unless the configuration names it.',
    },
    {
      name: 'player_jackpot_contribution_amount',
      type: decimal(18, 5),
      unit: 'player currency',
      meaning: 'What the bet put into a jackpot.',
      seen: '0 or null.',
    },
    {
      name: 'player_jackpot_win_amount',
      type: decimal(18, 2),
      unit: 'player currency',
      meaning: 'What the bet won from a jackpot.',
      seen: 'null in stakes, 0 in wins.',
    },
    {
      name: 'bet_action_id',
      type: whole,
      meaning: 'The action within the bet.',
      seen: '10 for stakes and 30 for wins of some game providers, null for those of others.',
    },
    {
      name: 'bet_transaction_type_id',
      type: whole,
      code: true,
      meaning: 'The type of the posting.',
      seen: '1 stake (2,511 rows), 2 win (473), 6 a round that ended without a win, all its amounts 0 (19).',
      assumption:
        'Read as the activity type, as text. Type 1 places a bet, also a free one; the setting `stake_types` names others.',
    },
    {
      name: 'last_event_dt',
      type: instant,
      meaning: 'When the posting was last changed, UTC.',
      seen: 'null in 37 % of the rows; else bet_dt, up to 1 s before or 2 s after it.',
      assumption: 'Of rows of one key the newest restates the others.',
    },
    {
      name: 'game_odds',
      type: decimal(18, 6),
      unit: 'ratio',
      meaning: 'The odds of the bet.',
      ...onlyNull,
    },
    {
      name: 'fee_amount',
      type: decimal(18, 2),
      unit: 'player currency',
      meaning: 'The fee taken on the bet.',
      seen: '0 in every row.',
    },
    {
      name: 'operating_company_id',
      type: whole,
      code: true,
      meaning: 'The company that operates the game.',
      seen: '1 in every row.',
    },
    {
      name: 'partner_company_id',
      type: whole,
      meaning: 'The partner company the player belongs to; with player_code it names the player.',
      seen: 'One in all rows.',
    },
    { name: 'brand_id', type: whole, code: true, meaning: 'The brand.', ...onlyNull },
  ],
  key: ['bet_id', 'bet_transaction_type_id'],
  newest: 'last_event_dt',
  partition: { by: 'column', column: 'bet_dt' },
  assumptions: [
    'A row is one posting. A row that comes again for the same bet_id, transaction type and day restates it; rows of several types that share a bet_id all count, which the platform was not seen to write.',
    'A bet is placed by a posting that stakes money or is of a stake type: wins and rounds that ended without one place none.',
  ],
});
