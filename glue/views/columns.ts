import { type Column, date, decimal, text, whole } from '../column.ts';

/** Columns that several views share, each declared here alone. */

export const periodStart: Column = {
  name: 'period_start',
  type: date,
  meaning:
    "The first day of the period: the day, the ISO week's Monday, the first of the month or of the year.",
};

export const partnerCompanyId: Column = {
  name: 'partner_company_id',
  type: whole,
  meaning: 'The partner company the player belongs to; NULL where the source gives none.',
};
export const playerCode: Column = {
  name: 'player_code',
  type: text,
  meaning: 'The player within the partner company.',
};
export const gameId: Column = { name: 'game_id', type: whole, meaning: 'The game.' };

const unknown = '`unknown` where not known';
const asOfNewest = 'As of the newest row, for every period.';

export const countryCode: Column = {
  name: 'country_code',
  type: text,
  meaning: `The player's country; ${unknown}.`,
  assumption: asOfNewest,
};
export const playerCcyCode: Column = {
  name: 'player_ccy_code',
  type: text,
  meaning: `The currency of the player's amounts; ${unknown}. Amounts of different currencies never add up.`,
  assumption: asOfNewest,
};
export const gameName: Column = {
  name: 'game_name',
  type: text,
  meaning: `The game's name; ${unknown}.`,
  assumption: asOfNewest,
};
export const gameTypeCode: Column = {
  name: 'game_type_code',
  type: text,
  meaning: `The game's type; ${unknown}.`,
  assumption: asOfNewest,
};
export const gameCategoryCode: Column = {
  name: 'game_category_code',
  type: text,
  meaning: `The game's category; ${unknown}.`,
  assumption: asOfNewest,
};
export const activityType: Column = {
  name: 'activity_type',
  type: text,
  meaning: `What the posting did: its bet_transaction_type_id as text; ${unknown}.`,
  assumption: 'The source names no activity type.',
};
export const collection: Column = {
  name: 'collection',
  type: text,
  meaning: `The collection the game is in: its game_category_code; ${unknown}.`,
  assumption: 'The source names no collection.',
};

export const distinctPlayersCount: Column = {
  name: 'distinct_players_count',
  type: whole,
  unit: 'players',
  meaning: 'Players with at least one row in the period and slice; does not add up over periods or slices.',
};
export const distinctGamesCount: Column = {
  name: 'distinct_games_count',
  type: whole,
  unit: 'games',
  meaning: 'Games with at least one row in the period and slice; does not add up over periods or slices.',
};

const money = decimal(38, 2);

/** Spent is what was debited, won what was credited. */
export const amounts: readonly Column[] = [
  { name: 'real_spent_amount', type: money, unit: 'player currency', meaning: 'Real money debited: staked.' },
  {
    name: 'bonus_spent_amount',
    type: money,
    unit: 'player currency',
    meaning: 'Bonus money debited: staked.',
  },
  { name: 'real_won_amount', type: money, unit: 'player currency', meaning: 'Real money credited: won.' },
  { name: 'bonus_won_amount', type: money, unit: 'player currency', meaning: 'Bonus money credited: won.' },
];
