import { datasets } from '../datasets/index.ts';
import { quarantineLines } from '../ledger-tables.ts';
import { activityMeasures, amounts, betsCounts } from '../rollups/columns.ts';
import { activity as activityRollup, betCodes } from '../rollups/index.ts';
import { date, decimal, text, whole } from '../schema.ts';
import {
  activityType,
  collection,
  countryCode,
  distinctGamesCount,
  distinctPlayersCount,
  gameCodes,
  gameId,
  gameName,
  gameTypeCode,
  partnerCompanyId,
  periodStart,
  playerCcyCode,
  playerCode,
  playerCodes,
} from './columns.ts';
import { grains, toViews, type View, type ViewTemplate } from './view.ts';

const betCodeColumns = activityRollup.columns.filter(({ name }) => betCodes.includes(name));
const [betsCount] = betsCounts as [(typeof betsCounts)[number]];

const playersCurrent: ViewTemplate = {
  name: 'players_current',
  rowMeaning: 'one player, the newest row',
  grains: [],
  columns: datasets.players.columns,
  key: datasets.players.key,
};

const gamesCurrent: ViewTemplate = {
  name: 'games_current',
  rowMeaning: 'one game, the newest row',
  grains: [],
  columns: datasets.games.columns,
  key: datasets.games.key,
  forMetricsReaders: true,
};

const activity: ViewTemplate = {
  name: 'activity',
  rowMeaning: 'one period, player, game and combination of the codes a bet carries',
  grains,
  columns: [
    periodStart,
    partnerCompanyId,
    playerCode,
    gameId,
    ...playerCodes,
    gameName,
    ...gameCodes,
    activityType,
    collection,
    ...betCodeColumns,
    ...activityMeasures,
  ],
  key: ['period_start', 'partner_company_id', 'player_code', 'game_id', ...betCodes],
  forMetricsReaders: true,
};

const playerMetrics: ViewTemplate = {
  name: 'player_metrics',
  rowMeaning: 'one period and player',
  grains,
  columns: [
    periodStart,
    partnerCompanyId,
    playerCode,
    countryCode,
    playerCcyCode,
    ...betsCounts,
    ...amounts,
    distinctGamesCount,
  ],
  key: ['period_start', 'partner_company_id', 'player_code'],
  forMetricsReaders: true,
};

const gameMetrics: ViewTemplate = {
  name: 'game_metrics',
  rowMeaning: 'one period and game',
  grains,
  columns: [
    periodStart,
    gameId,
    gameName,
    gameTypeCode,
    betsCount,
    distinctPlayersCount,
    {
      name: 'popularity_rank',
      type: whole,
      meaning:
        'The place of the game within the period, from 1: by bets, then the lower game_id. Games without a bet come last.',
    },
  ],
  key: ['period_start', 'game_id'],
  forMetricsReaders: true,
};

const sliceKey = [periodStart, countryCode, gameTypeCode, playerCcyCode, activityType, collection];

const sliceMetrics: ViewTemplate = {
  name: 'slice_metrics',
  rowMeaning: 'one period, country, game type, currency, activity type and collection',
  grains,
  columns: [...sliceKey, ...betsCounts, distinctPlayersCount, distinctGamesCount, ...amounts],
  key: sliceKey.map(({ name }) => name),
  forMetricsReaders: true,
};

const money: ViewTemplate = {
  name: 'money',
  rowMeaning: 'one period, currency, country, game type, activity of money and kind of money; none of zero',
  grains,
  columns: [
    periodStart,
    playerCcyCode,
    countryCode,
    gameTypeCode,
    {
      name: 'money_activity',
      type: text,
      meaning: 'What the money did: `stake`, `win`, `jackpot_contribution`, `jackpot_win` or `fee`.',
    },
    {
      name: 'money_kind',
      type: text,
      meaning: 'Whose money: `real`, `bonus`, or `other` for jackpots and fees.',
    },
    {
      name: 'amount',
      type: decimal(38, 5),
      unit: 'player currency',
      meaning:
        'How much; never zero. NULL where the currency is not known and the row speaks of several players, of whom some have an amount.',
    },
  ],
  key: ['period_start', 'player_ccy_code', 'country_code', 'game_type_code', 'money_activity', 'money_kind'],
  forMetricsReaders: true,
};

const betConflicts: ViewTemplate = {
  name: 'bet_conflicts',
  rowMeaning: 'one bet, date and reason',
  grains: [],
  columns: [
    { name: 'bet_id', type: whole, meaning: 'The bet.' },
    { name: 'bet_date', type: date, meaning: 'The UTC date its rows are on.' },
    { name: 'rows_count', type: whole, unit: 'rows', meaning: 'Accepted rows concerned.' },
    {
      name: 'reason',
      type: text,
      meaning:
        '`rows_differ`: rows of one bet, transaction type and day differ and no last_event_dt says which is newer. `several_dates`: the bet is on several dates and counts on each.',
    },
  ],
  key: ['bet_id', 'bet_date', 'reason'],
};

const playerConflicts: ViewTemplate = {
  name: 'player_conflicts',
  rowMeaning: 'one player whose rows in the players files name different currencies',
  grains: [],
  columns: [
    partnerCompanyId,
    playerCode,
    {
      ...playerCcyCode,
      meaning: 'The currency that all the amounts of the player are shown in, those of the past too.',
    },
    {
      name: 'currencies_count',
      type: whole,
      unit: 'currencies',
      meaning: 'Different currencies that rows of the player name; a blank one names none.',
    },
    {
      name: 'first_landing_key',
      type: text,
      meaning: 'The landing file, of those that name a currency of the player, that sorts first.',
    },
    { name: 'last_landing_key', type: text, meaning: 'The one that sorts last.' },
  ],
  key: ['partner_company_id', 'player_code'],
};

const quarantine: ViewTemplate = {
  name: 'quarantine',
  rowMeaning: 'one refused line of a current version that no replay has corrected',
  grains: [],
  columns: quarantineLines.columns.filter(({ name }) => name !== 'attempt'),
  key: ['landing_key', 'line_number'],
};

/** Every template, in the order in which the documents show them. */
export const viewTemplates: readonly ViewTemplate[] = [
  playerMetrics,
  gameMetrics,
  sliceMetrics,
  money,
  activity,
  playersCurrent,
  gamesCurrent,
  betConflicts,
  playerConflicts,
  quarantine,
];

/** Every view; none reads another, so any order of creation will do. */
export const views: readonly View[] = viewTemplates.flatMap(toViews);
