import type { Column } from './column.ts';
import { typeNames } from './column.ts';
import { activityMeasures } from './rollups/columns.ts';
import { findSlice, type Slice, slices } from './slices.ts';
import { toSqlText } from './sql.ts';
import { type Grain, toPeriodStartSql } from './view.ts';
import { amounts, distinctGamesCount, distinctPlayersCount } from './views/columns.ts';

export const metricNames = [
  'bets-per-player',
  'amounts-per-player',
  'most-played-games',
  'distinct-games-per-player',
] as const;
export type MetricName = (typeof metricNames)[number];

export const periods = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' } as const;
export type Period = keyof typeof periods;

/** A question to the lake, its parts known to exist. */
export interface MetricQuery {
  readonly metric: MetricName;
  readonly by: Period;
  /** Columns to slice by, in the order they are shown. */
  readonly slice: readonly string[];
  /** Values to keep, by column: any of a column's, all of the columns'. An empty value is NULL. */
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** The first and last bet date, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Rows to keep a period (a period and currency, for amounts). */
  readonly top?: number | undefined;
  /** Leaves the player or game out: the totals of each slice. */
  readonly total?: boolean | undefined;
}

/** What a metric shows: whom it is about, and its measures, first the one it is ranked by. */
interface Metric {
  readonly key: readonly string[];
  readonly measures: readonly string[];
  readonly totals: readonly string[];
  readonly byCurrency: boolean;
}

const amountNames = amounts.map(({ name }) => name);
const ofPlayers = ['partner_company_id', 'player_code'];
const distinct = [distinctPlayersCount.name, distinctGamesCount.name];

const metrics: Readonly<Record<MetricName, Metric>> = {
  'bets-per-player': {
    key: ofPlayers,
    measures: ['bets_count', 'staked_bets_count'],
    totals: ['bets_count', 'staked_bets_count', ...distinct],
    byCurrency: false,
  },
  'amounts-per-player': {
    key: ofPlayers,
    measures: amountNames,
    totals: [...amountNames, ...distinct],
    byCurrency: true,
  },
  'most-played-games': {
    key: ['game_id', 'game_name'],
    measures: ['bets_count', distinctPlayersCount.name],
    totals: ['bets_count', ...distinct],
    byCurrency: false,
  },
  'distinct-games-per-player': {
    key: ofPlayers,
    measures: [distinctGamesCount.name],
    totals: [distinctGamesCount.name, distinctPlayersCount.name],
    byCurrency: false,
  },
};

/** How each measure is computed over rows of the rollup. */
const measureSql: Readonly<Record<string, string>> = {
  bets_count: 'sum(activity.bets_count)',
  staked_bets_count: 'sum(activity.staked_bets_count)',
  real_spent_amount: 'sum(activity.real_debit_amount)',
  bonus_spent_amount: 'sum(activity.bonus_debit_amount)',
  real_won_amount: 'sum(activity.real_credit_amount)',
  bonus_won_amount: 'sum(activity.bonus_credit_amount)',
  distinct_players_count:
    "count(distinct concat(coalesce(cast(activity.partner_company_id as varchar), ''), ':', activity.player_code))",
  distinct_games_count: 'count(distinct activity.game_id)',
};

const measureColumns: readonly Column[] = [
  ...activityMeasures,
  ...amounts,
  distinctPlayersCount,
  distinctGamesCount,
];

const joins: Readonly<Record<'players' | 'games', string>> = {
  players: `left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)`,
  games: 'left join game_dimension as games on activity.game_id = games.game_id',
};

/**
 * The SQL of a question, in the dialect that DuckDB and Athena share. Every value in it is checked here or
 * quoted; distinct counts are counted over the slice, never added up.
 *
 * Rows: `period_start`, the player's key or the game's id and name, the slices, the measures; in the order of
 * the period, the currency for amounts, the first measure downwards, then the key.
 */
export function toMetricSql(query: MetricQuery): string {
  const metric = metrics[query.metric];
  const grain: Grain = periods[query.by];
  const sliced = toShownSlices(query, metric);
  const filtered = groupFilters(query);
  const key = query.total ? [] : metric.key;
  const measures = query.total ? metric.totals : metric.measures;
  const currency = metric.byCurrency ? ['player_ccy_code'] : [];

  const joined = new Set([...sliced, ...filtered.keys()].map((slice) => slice.joins));
  if (key.includes('game_name')) joined.add('games');

  const columns = [
    `${toPeriodStartSql(grain)} as period_start`,
    ...key.map((name) =>
      name === 'game_name' ? `coalesce(games.game_name, 'unknown') as game_name` : `activity.${name}`,
    ),
    ...sliced
      .filter(({ column }) => !key.includes(column.name))
      .map(({ column, sql }) => `${sql} as ${column.name}`),
  ];
  const groups = columns.map((_, index) => index + 1).join(', ');
  const names = [
    'period_start',
    ...key,
    ...sliced.map(({ column }) => column.name).filter((name) => !key.includes(name)),
  ];
  const ties = names.filter((name) => name !== 'period_start' && !currency.includes(name));
  const partition = ['period_start', ...currency].join(', ');
  const [first] = measures;
  const ranked = `row_number() over (partition by ${partition} order by ${[`${first} desc`, ...ties.map((name) => `${name} nulls last`)].join(', ')})`;
  const showsRank = query.metric === 'most-played-games' && !query.total;

  return `with measured as (
  select
    ${[...columns, ...measures.map(toMeasure)].join(',\n    ')}
  from activity
  ${[...joined].flatMap((name) => (name ? [joins[name]] : [])).join('\n  ')}
  where ${toConditions(query, filtered).join('\n    and ')}
  group by ${groups}
),

ranked as (
  select ${[...names, ...measures].join(', ')}, cast(${ranked} as bigint) as popularity_rank
  from measured
)

select ${[...names, ...measures, ...(showsRank ? ['popularity_rank'] : [])].join(', ')}
from ranked
${query.top === undefined ? '' : `where popularity_rank <= ${toCount(query.top)}\n`}order by ${partition}, popularity_rank`.replace(
    /^ +\n/gm,
    '',
  );
}

/** The SQL of the values that a column to slice by has, as text, NULL as NULL. */
export function toSliceValuesSql(name: string): string {
  const slice = mustFind(name);
  const join = slice.joins ? ` ${joins[slice.joins]}` : '';
  return `select distinct cast(${slice.sql} as varchar) as value from activity${join} order by 1 nulls last`;
}

function toShownSlices(query: MetricQuery, metric: Metric): Slice[] {
  const lacksCurrency = metric.byCurrency && !query.slice.includes('player_ccy_code');
  return [...new Set([...(lacksCurrency ? ['player_ccy_code'] : []), ...query.slice])].map(mustFind);
}

function groupFilters(query: MetricQuery): Map<Slice, string[]> {
  const values = new Map<Slice, string[]>();
  for (const { column, value } of query.where) {
    const slice = mustFind(column);
    values.set(slice, [...(values.get(slice) ?? []), value]);
  }
  return values;
}

function toConditions(query: MetricQuery, filtered: ReadonlyMap<Slice, readonly string[]>): string[] {
  const conditions: string[] = [];
  if (query.from !== undefined) conditions.push(`activity.bet_date >= date ${toDateLiteral(query.from)}`);
  if (query.to !== undefined) conditions.push(`activity.bet_date <= date ${toDateLiteral(query.to)}`);
  for (const [{ sql }, values] of filtered) {
    const texts = values.filter((value) => value !== '').map(toSqlText);
    const parts = texts.length > 0 ? [`cast(${sql} as varchar) in (${texts.join(', ')})`] : [];
    if (values.includes('')) parts.push(`${sql} is null`);
    conditions.push(parts.length > 1 ? `(${parts.join(' or ')})` : parts.join(''));
  }
  return conditions.length > 0 ? conditions : ['true'];
}

function toMeasure(name: string): string {
  const column = measureColumns.find((candidate) => candidate.name === name);
  const sql = measureSql[name];
  if (!column || !sql) throw new Error(`no measure ${name}`);
  return `cast(${sql} as ${typeNames(column.type).trino}) as ${name}`;
}

function toDateLiteral(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Error(`expected a date YYYY-MM-DD, got ${text}`);
  return toSqlText(text);
}

function toCount(count: number): string {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`expected a whole number from 1, got ${count}`);
  return String(count);
}

function mustFind(name: string): Slice {
  const slice = findSlice(name);
  if (!slice)
    throw new Error(
      `no column ${name} to slice by; there are ${slices.map(({ column }) => column.name).join(', ')}`,
    );
  return slice;
}
