import { type Column, date, instant, text, whole } from '../schema.ts';

/** Columns that several views share, each declared here alone. */

export const periodStart: Column = {
  name: 'period_start',
  type: date,
  meaning:
    "The first day of the period: the day, the ISO week's Monday, the first of the month or of the year.",
};

/** The same of a view by hours. */
export const hourStart: Column = { ...periodStart, type: instant, meaning: 'The hour, UTC.' };

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

const blank = (of: string) => `\`none\` where the ${of} has none, \`unknown\` where the ${of} is not known`;
const asOfNewest = 'As of the newest row, for every period.';

export const countryCode: Column = {
  name: 'country_code',
  type: text,
  meaning: `The player's country; ${blank('player')}.`,
  assumption: asOfNewest,
};
export const playerCcyCode: Column = {
  name: 'player_ccy_code',
  type: text,
  meaning: `The currency of the player's amounts; ${blank('player')}. Amounts of different currencies never add up: where it is \`unknown\` or \`none\`, a row of more than one player has NULL amounts.`,
  assumption: asOfNewest,
};
export const gameName: Column = {
  name: 'game_name',
  type: text,
  meaning: `The game's name; ${blank('game')}.`,
  assumption: asOfNewest,
};
export const gameTypeCode: Column = {
  name: 'game_type_code',
  type: text,
  meaning: `The game's type; ${blank('game')}.`,
  assumption: asOfNewest,
};
export const gameCategoryCode: Column = {
  name: 'game_category_code',
  type: text,
  meaning: `The game's category; ${blank('game')}.`,
  assumption: asOfNewest,
};
export const activityType: Column = {
  name: 'activity_type',
  type: text,
  meaning: 'What the posting did: its bet_transaction_type_id as text; `none` where it has none.',
  assumption: 'The source names no activity type.',
};
export const collection: Column = {
  name: 'collection',
  type: text,
  meaning: `The collection the game is in: its game_category_code; ${blank('game')}.`,
  assumption: 'The source names no collection.',
};

export const distinctPlayersCount: Column = {
  name: 'distinct_players_count',
  type: whole,
  unit: 'players',
  meaning: 'Players who placed a bet in the period and slice; does not add up over periods or slices.',
};
export const distinctGamesCount: Column = {
  name: 'distinct_games_count',
  type: whole,
  unit: 'games',
  meaning: 'Games that a bet was placed on in the period and slice; does not add up over periods or slices.',
};
