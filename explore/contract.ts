/*
 * What the page and its server exchange; the state that an address carries is in page-state.ts. The page's bundle
 * imports this file too, so it imports types and the calendar alone.
 *
 *   GET /<token>/api/lake                        → Lake
 *   GET /<token>/api/slices?<state>              → Slices
 *   GET /<token>/api/queries/<name>?<state>      → QueryResult
 *   GET /<token>/api/queries/<name>.csv?<state>, .excel.csv?<state>, .parquet?<state>   all rows, as a file
 *
 * Every error is a `Failure` as JSON, with a status of 400 (a parameter is not valid),
 * 404 (no such address), 405, 403 (another host, origin or token) or 500 (the lake's engine refused or failed).
 */
import type { Period } from '../glue/calendar.ts';
import type { MetricName } from '../glue/metrics/index.ts';
import { type PageState, questionNames } from './page-state.ts';

export * from './page-state.ts';
export type { MetricName, Period };

/** A column to slice by. */
export interface SliceColumn {
  readonly name: string;
  /** As people call it: "Country". */
  readonly title: string;
  readonly meaning: string;
  /** Country, game type, currency, activity type, collection; the others are raw codes. */
  readonly main: boolean;
}

/** The lake, as the page needs to know it. */
export interface Lake {
  /** The folder or the stack. */
  readonly name: string;
  readonly engine: 'duckdb' | 'athena';
  /** The first and last day with bets; null in an empty lake. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** Of the players that are known, `none` of those without one; bets of unknown players have `unknown` beside them. */
  readonly currencies: readonly string[];
  readonly columns: readonly SliceColumn[];
  /** Every query, in the order of the page. */
  readonly queries: readonly QueryHead[];
}

export interface SliceValue {
  /** Empty for NULL, as in a filter. */
  readonly value: string;
  /** Bets within the dates and under the filters of the other columns, as exact text. */
  readonly betsCount: string;
}

/** The values of one column, the most bets first; those chosen are always among them, after the others if need be. */
export interface SliceValues {
  readonly column: string;
  readonly values: readonly SliceValue[];
  /** How many values are not listed. */
  readonly more: number;
}

export interface Slices {
  readonly columns: readonly SliceValues[];
  /** Bets within the dates and under all filters. */
  readonly betsCount: string;
  readonly elapsedMs: number;
}

/** The most values that are listed of a column, beside those chosen. */
export const mostSliceValues = 200;

/*
 * The queries and the columns of their results (`p…` is p10, p25, p50, p75, p90, p95, p99; `previous_…` for the same of the
 * period one step before, NULL where that has no bets; a period before `from` is read whole for it).
 *
 * Questions, the first 20 of each period (and currency, for amounts), as `betlake metrics` gives them:
 *   bets-per-player            period_start, partner_company_id, player_code, bets_count, staked_bets_count
 *   amounts-per-player         period_start, partner_company_id, player_code, player_ccy_code, real_spent_amount,
 *                              bonus_spent_amount, real_won_amount, bonus_won_amount
 *   most-played-games          period_start, game_id, game_name, bets_count, distinct_players_count, popularity_rank
 *   distinct-games-per-player  period_start, partner_company_id, player_code, distinct_games_count
 * Charts:
 *   trend                period_start, bets_count, staked_bets_count, distinct_players_count, distinct_games_count,
 *                        previous_… of these four; all currencies together, because games do not add up over them
 *   money                period_start, player_ccy_code, real_spent_amount, bonus_spent_amount, real_won_amount,
 *                        bonus_won_amount, bonus_spent_ratio (of all spent), previous_… of the four amounts; NULL where
 *                        several players of an unknown currency would be added up
 *   games-ranking        period_start (the last period of the dates, the same in all rows), popularity_rank, game_id,
 *                        game_name, bets_count, distinct_players_count, previous_rank, previous_bets_count,
 *                        rank_change (places won; NULL where it was not played); the first 50
 *   bets-distribution    players_count, mean_bets_count, p…_bets_count, max_bets_count: one row, over all the dates
 *   bets-histogram       from_bets_count, to_bets_count (NULL: without end), players_count
 *   spend-distribution   player_ccy_code, players_count, mean_spent_amount, p…_spent_amount, max_spent_amount:
 *                        real and bonus money, of the players who spent some; a row a currency
 *   spend-histogram      player_ccy_code, from_spent_amount, to_spent_amount (not reached; NULL: without end),
 *                        players_count
 *   games-distribution   distinct_games_count, players_count
 * Health, of the whole lake whatever the state is:
 *   signs          debits_seen, files_count, debits_count, first_landing_key, last_landing_key: one row, or none
 *   loads-by-day   loaded_date, dataset, files_count, failed_files_count, lines, accepted, quarantined, blank
 *   refusals       dataset, column, code, faults_count, lines_count, example
 *   freshness      dataset, files_count, failed_files_count, last_loaded_dt, last_bet_date (bets alone)
 *   unknowns       dataset (players or games), unknown_count, bets_count, first_bet_date, last_bet_date, example
 *   currencies     player_ccy_code (unknown or none), players_count, bets_count, first_bet_date, last_bet_date, example
 *   conflicts      reason, bets_count, rows_count, first_bet_date, last_bet_date, example_bet_id; slow, it reads
 *                  every row of bets
 *   player-conflicts  players_count, first_landing_key, last_landing_key, example: one row, or none; slow, it reads every
 *                  row of players
 */
export const chartNames = [
  'trend',
  'money',
  'games-ranking',
  'bets-distribution',
  'bets-histogram',
  'spend-distribution',
  'spend-histogram',
  'games-distribution',
] as const;

export const healthNames = [
  'signs',
  'freshness',
  'loads-by-day',
  'refusals',
  'unknowns',
  'currencies',
  'conflicts',
  'player-conflicts',
] as const;

export const queryNames = [...questionNames, ...chartNames, ...healthNames] as const;
export type QueryName = (typeof queryNames)[number];

/**
 * What a value is, and so how it is shown: `count` a whole number, `amount` an exact decimal in the row's currency,
 * `ratio` from 0 to 1, `number` any other double, such as a mean, `date` YYYY-MM-DD, `time` YYYY-MM-DD HH:MM:SS in
 * UTC, `text` all else, ids and codes among it.
 */
export type ValueKind = 'date' | 'time' | 'text' | 'count' | 'amount' | 'ratio' | 'number';

export interface QueryColumn {
  readonly name: string;
  /** As people call it: "Real money spent". */
  readonly title: string;
  readonly kind: ValueKind;
}

/** What is known of a query before it runs. */
export interface QueryHead {
  readonly name: QueryName;
  readonly title: string;
  /** One sentence: what a row is, and how not to misread it. */
  readonly about: string;
}

export interface QueryResult extends QueryHead {
  readonly columns: readonly QueryColumn[];
  /** Numbers as exact text, never rounded. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The SQL that gives these rows, as it runs in Athena. */
  readonly sql: string;
  /** How many rows the SQL gives in all, where `rows` holds the most recent or the first of them alone. */
  readonly truncated?: number;
  readonly elapsedMs: number;
}

/** The most rows of a result; a file has all. */
export const mostRows = 2000;

/** The formats that a result can be saved in; `excel.csv` for a spreadsheet: marked as UTF-8, no text a formula. */
export const downloadFormats = ['csv', 'excel.csv', 'parquet'] as const;
export type DownloadFormat = (typeof downloadFormats)[number];

export interface Failure {
  /** What happened and what to do, for a person. */
  readonly error: string;
}

/** What a report embeds, as JSON in `<script type="application/json" id="betlake-report">`, to be read in place of the API. */
export interface Report {
  readonly lake: Lake;
  readonly state: PageState;
  /** By grain, the result of every query for the state's dates and filters. */
  readonly results: Readonly<Record<Period, Readonly<Record<QueryName, QueryResult>>>>;
  readonly slices: Slices;
  /** When it was made, YYYY-MM-DD HH:MM:SS in UTC. */
  readonly made: string;
}

export const reportElementId = 'betlake-report';
