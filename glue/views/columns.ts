import { games } from '../datasets/games.ts';
import { players } from '../datasets/players.ts';
import { type Column, type DatasetDeclaration, date, instant, text, whole } from '../schema.ts';

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

/** The codes of players or games as views show them: each is text, whatever the source writes. */
function toShownCodes(dataset: DatasetDeclaration, of: string): readonly Column[] {
  return dataset.columns
    .filter(({ code }) => code)
    .map(({ name, meaning }) => ({
      name,
      type: text,
      meaning: `${meaning.replace(/\.$/, '')}; ${blank(of)}.${name === 'player_ccy_code' ? currencyRule : ''}`,
      assumption: asOfNewest,
    }));
}

const currencyRule =
  ' Amounts of different currencies never add up: where it is `unknown` or `none`, a row of more than one player has NULL amounts.';

/** The codes that players and games declare, in the order of their declarations. */
export const playerCodes = toShownCodes(players, 'player');
export const gameCodes = toShownCodes(games, 'game');

function findCode(codes: readonly Column[], name: string): Column {
  const found = codes.find((column) => column.name === name);
  if (!found)
    throw new Error(`views show ${name}, which no column of players or games is that has \`code: true\``);
  return found;
}

export const countryCode = findCode(playerCodes, 'country_code');
export const playerCcyCode = findCode(playerCodes, 'player_ccy_code');
export const gameTypeCode = findCode(gameCodes, 'game_type_code');
export const gameName: Column = {
  name: 'game_name',
  type: text,
  meaning: `The game's name; ${blank('game')}.`,
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
