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
import type { Column, Dataset } from '../schema.ts';
import { slices } from '../slices.ts';
import { readSql } from '../sql.ts';
import {
  distinctGamesCount,
  distinctPlayersCount,
  gameCodes,
  hourStart,
  periodStart,
  playerCodes,
} from './columns.ts';

/** The grains of a view over the rollup: whole days. */
type DayGrain = 'daily' | 'weekly' | 'monthly' | 'yearly';
export type Grain = 'hourly' | DayGrain;
export const grains: readonly DayGrain[] = ['daily', 'weekly', 'monthly', 'yearly'];

/** The first day of a row's period, from the rollup's columns: `{{period_start}}` in the file of a view over it. */
const rollupPeriodStart: Readonly<Record<DayGrain, string>> = {
  daily: 'bet_date',
  weekly: 'week_start',
  monthly: "cast(date_trunc('month', bet_date) as date)",
  yearly: "cast(date_trunc('year', bet_date) as date)",
};

export function toPeriodStartSql(grain: DayGrain): string {
  return rollupPeriodStart[grain];
}

/** The start of the period that a time falls into: `{{period_start}}` in the file of a view over a data set. */
function toPeriodStartOfTime(grain: Grain, time: string): string {
  switch (grain) {
    case 'hourly':
      return `cast(date_trunc('hour', ${time}) as timestamp(3))`;
    case 'daily':
      return `cast(${time} as date)`;
    case 'weekly':
      return `cast(date_trunc('week', ${time}) as date)`;
    case 'monthly':
      return `cast(date_trunc('month', ${time}) as date)`;
    case 'yearly':
      return `cast(date_trunc('year', ${time}) as date)`;
  }
}

/** A template of views, one a grain, or a single view; declared once, for every engine. */
export interface ViewTemplate {
  readonly name: string;
  /** What one row is. */
  readonly rowMeaning: string;
  /** One view for each, named `<name>_<grain>`; of none, there is a single view. */
  readonly grains: readonly Grain[];
  /**
   * The data set whose time `{{period_start}}` is taken from, and whose rows `{{current_rows}}` are, the newest of each
   * key and day. Hours need one. @default the rollup `activity`, which has days
   */
  readonly dataset?: Dataset;
  readonly columns: readonly Column[];
  /** The columns that identify a row. */
  readonly key: readonly string[];
  /**
   * Whether readers of metrics may query it. Such a view reads the rollups behind the metrics and nothing else.
   * @default false
   */
  readonly forMetricsReaders?: boolean;
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

/** Codes of players or games as items of a select list. */
function toCodes(columns: readonly Column[]): string {
  return slices
    .filter(({ column }) => columns.includes(column))
    .map(({ column, sql }) => `${sql} as ${column.name}`)
    .join(',\n  ');
}

/**
 * The expressions that view and health files share, each declared once. They read a relation named `activity`, with
 * the rollup's columns or the player's and game's key alone, and those of `join_players` and `join_games` beside it.
 */
export const declaredSql: Readonly<Record<string, string>> = {
  join_players: joins.players,
  join_games: joins.games,
  game_name: gameName.sql,
  ...Object.fromEntries(slices.map(({ column, sql }) => [column.name, sql])),
  player_codes: toCodes(playerCodes),
  game_codes: toCodes(gameCodes),
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

/** The views of a template, in the order of its grains. */
export function toViews(template: ViewTemplate): View[] {
  const { columns, dataset } = template;
  const file = `views/${template.name}.sql`;
  const declared = {
    ...declaredSql,
    columns: columns.map(({ name }) => name).join(',\n  '),
    ...(dataset ? { current_rows: toCurrentRows(dataset) } : {}),
  };
  if (template.grains.length === 0) {
    return [{ name: template.name, template, grain: null, columns, sql: readSql(file, {}, declared) }];
  }
  return template.grains.map((grain) => ({
    name: `${template.name}_${grain}`,
    template,
    grain,
    columns: grain === 'hourly' ? columns.map((each) => (each === periodStart ? hourStart : each)) : columns,
    sql: readSql(file, { period_start: toTemplatePeriodStart(template, grain) }, declared),
  }));
}

/** @throws Error naming what a template has no period of */
function toTemplatePeriodStart({ name, dataset }: ViewTemplate, grain: Grain): string {
  if (dataset) return toPeriodStartOfTime(grain, mustHaveTime(dataset, `the view ${name}_${grain}`));
  if (grain === 'hourly')
    throw new Error(
      `the view ${name} cannot be hourly: the rollup activity has days; name the data set that has the time`,
    );
  return toPeriodStartSql(grain);
}

/** A relation of the newest row of each key and day of a data set: what restates a row replaces it. */
function toCurrentRows(dataset: Dataset): string {
  const { name, key, newest } = dataset;
  const day = `cast(${mustHaveTime(dataset, `{{current_rows}} of ${name}`)} as date)`;
  const order = [...(newest ? [`${newest} desc nulls last`] : []), 'landing_key desc', 'line_number desc'];
  return `(
    select *
    from (
      select
        *,
        row_number() over (partition by ${[...key, day].join(', ')} order by ${order.join(', ')}) as place
      from ${name}
    ) as ranked
    where place = 1
  )`;
}

function mustHaveTime({ name, partition }: Dataset, what: string): string {
  if (partition.by === 'column') return partition.column;
  throw new Error(`${what} needs a time, and the data set ${name} is not filed by one`);
}
