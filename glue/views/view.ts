import { bets } from '../datasets/bets.ts';
import { gameName, joins, player, playerWithoutCurrency } from '../metrics/joins.ts';
import {
  amountNames,
  toAmountOfOneCurrency,
  toMeasure,
  toMixesCurrencies,
  toSums,
} from '../metrics/measures.ts';
import { activityMeasures, amounts, betsCounts } from '../rollups/columns.ts';
import { betCodes } from '../rollups/index.ts';
import type { Column } from '../schema.ts';
import { slices } from '../slices.ts';
import { readSql } from '../sql.ts';
import { distinctGamesCount, distinctPlayersCount } from './columns.ts';

export type Grain = 'daily' | 'weekly' | 'monthly' | 'yearly';
export const grains: readonly Grain[] = ['daily', 'weekly', 'monthly', 'yearly'];

/** The first day of a row's period, from the rollup's columns: `{{period_start}}` in a view file. */
const periodStart: Readonly<Record<Grain, string>> = {
  daily: 'bet_date',
  weekly: 'week_start',
  monthly: "cast(date_trunc('month', bet_date) as date)",
  yearly: "cast(date_trunc('year', bet_date) as date)",
};

export function toPeriodStartSql(grain: Grain): string {
  return periodStart[grain];
}

/** A template of views, one a grain, or a single view; declared once, for every engine. */
export interface ViewTemplate {
  readonly name: string;
  /** What one row is. */
  readonly rowMeaning: string;
  /** Whether there is one view a grain, named `<name>_<grain>`. */
  readonly byGrain: boolean;
  readonly columns: readonly Column[];
  /** The columns that identify a row. */
  readonly key: readonly string[];
  /** Personal data: readers of metrics have no right on it. */
  readonly personal?: boolean;
}

/** One view as it is created. */
export interface View {
  readonly name: string;
  readonly template: ViewTemplate;
  readonly grain: Grain | null;
  readonly columns: readonly Column[];
  /** The query, without a closing semicolon, in the SQL that DuckDB and Trino share. */
  readonly sql: string;
}

const names = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ');

/** The measures that `money_<grain>` has rows of. */
const moneyMeasures = activityMeasures.flatMap(({ name, money }) => (money ? [{ name, ...money }] : []));

/**
 * The expressions that view and health files share, each declared once. They read a relation named `activity`, with
 * the rollup's columns or the player's and game's key alone, and those of `join_players` and `join_games` beside it.
 */
export const declaredSql: Readonly<Record<string, string>> = {
  join_players: joins.players,
  join_games: joins.games,
  game_name: gameName.sql,
  ...Object.fromEntries(slices.map(({ column, sql }) => [column.name, sql])),
  player,
  player_without_currency: playerWithoutCurrency,
  bet_codes: betCodes.join(', '),
  bet_columns: names(bets.columns),
  measures: toSums(activityMeasures),
  measure_names: names(activityMeasures),
  bets_counts: toSums(betsCounts),
  bets_count_names: names(betsCounts),
  amounts: toSums(amounts),
  amount_names: names(amounts),
  distinct_players_count: toMeasure(distinctPlayersCount.name),
  distinct_games_count: toMeasure(distinctGamesCount.name),
  several_without_currency: toMixesCurrencies('player_without_currency'),
  money_kinds: moneyMeasures.map(({ activity, kind }) => `('${activity}', '${kind}')`).join(',\n      '),
  money_amounts: moneyMeasures
    .map(
      ({ name, activity, kind }) =>
        `when kinds.money_activity = '${activity}' and kinds.money_kind = '${kind}' then cast(sliced.${name} as decimal(38, 5))`,
    )
    .join('\n      '),
  mixes_currencies: `${toMixesCurrencies()} as mixes_currencies`,
  amounts_of_one_currency: amountNames.map(toAmountOfOneCurrency).join(',\n  '),
};

/** The views of a template, daily first. */
export function toViews(template: ViewTemplate): View[] {
  const { columns } = template;
  const file = `views/${template.name}.sql`;
  const declared = { ...declaredSql, columns: columns.map(({ name }) => name).join(',\n  ') };
  if (!template.byGrain) {
    return [{ name: template.name, template, grain: null, columns, sql: readSql(file, {}, declared) }];
  }
  return grains.map((grain) => ({
    name: `${template.name}_${grain}`,
    template,
    grain,
    columns,
    sql: readSql(file, { period_start: periodStart[grain] }, declared),
  }));
}
