import type { Period } from '../calendar.ts';
import type { Slice } from '../slices.ts';
import {
  distinctGamesCount,
  distinctPlayersCount,
  gameId,
  gameName,
  partnerCompanyId,
  playerCode,
} from '../views/columns.ts';
import { amountNames } from './measures.ts';
import { mustFindSlice, type Selection, toDateLiteral, toFromWhere } from './selection.ts';
import { measuredKeys, toMeasuredSql } from './source.ts';

export { type Period, periods } from '../calendar.ts';

const distinct = [distinctPlayersCount.name, distinctGamesCount.name];

export const metricNames = [
  'bets-per-player',
  'amounts-per-player',
  'most-played-games',
  'distinct-games-per-player',
] as const;
export type MetricName = (typeof metricNames)[number];

/** A question to the lake, its parts known to exist. */
export interface MetricQuery extends Selection {
  readonly metric: MetricName;
  /** `all`: the whole range is one period, which begins with `from`, or else with the first day that has rows. */
  readonly by: Period | 'all';
  /** Columns to slice by, in the order they are shown. */
  readonly slice: readonly string[];
  /** Rows to keep a period (a period and currency, for amounts). */
  readonly top?: number | undefined;
  /** Columns of `slice`: `top` and `popularity_rank` begin anew for each of their values. */
  readonly topWithin?: readonly string[] | undefined;
  /** Leaves the player or game out: the totals of each slice. */
  readonly total?: boolean | undefined;
}

/** What a metric shows: whom it is about, and its measures, first the one it is ranked by. */
interface Metric {
  readonly of: 'players' | 'games';
  readonly measures: readonly string[];
  readonly totals: readonly string[];
  readonly byCurrency: boolean;
}

const keyColumns = [partnerCompanyId, playerCode, gameId, gameName];

const metrics: Readonly<Record<MetricName, Metric>> = {
  'bets-per-player': {
    of: 'players',
    measures: ['bets_count', 'staked_bets_count'],
    totals: ['bets_count', 'staked_bets_count', ...distinct],
    byCurrency: false,
  },
  'amounts-per-player': {
    of: 'players',
    measures: amountNames,
    totals: [...amountNames, ...distinct],
    byCurrency: true,
  },
  'most-played-games': {
    of: 'games',
    measures: ['bets_count', distinctPlayersCount.name],
    totals: ['bets_count', ...distinct],
    byCurrency: false,
  },
  'distinct-games-per-player': {
    of: 'players',
    measures: [distinctGamesCount.name],
    totals: [distinctGamesCount.name, distinctPlayersCount.name],
    byCurrency: false,
  },
};

/**
 * The SQL of a question, in the dialect that DuckDB and Athena share. Every value in it is checked here or
 * quoted; distinct counts are counted over the slice, never added up.
 *
 * Rows: `period_start`, the player's key or the game's id and name, the slices, the measures; in the order of
 * the period, the currency for amounts, the columns of `topWithin`, the first measure downwards, NULL last, then the
 * key. Players and games without a bet, but with postings of another type, are among them, with counts of 0.
 *
 * Amounts of a player are never NULL. Totals are where they would add up players whose currency is not known. Players
 * of one such currency are ranked like those of any other, though their rank does not show who spent more.
 *
 * @throws Error where a column is not there, or one of `topWithin` is not sliced by
 */
export function toMetricSql(query: MetricQuery): string {
  const metric = metrics[query.metric];
  const key: readonly string[] = query.total ? [] : measuredKeys[metric.of];
  const sliced = toShownSlices(query, metric, key);
  const measures = query.total ? metric.totals : metric.measures;
  const { by, from, to, where, topWithin = [] } = query;
  const unsliced = topWithin.find((name) => !query.slice.includes(name));
  if (unsliced !== undefined)
    throw new Error(`expected a column that is sliced by to rank within, got ${unsliced}`);
  const currency = metric.byCurrency ? ['player_ccy_code'] : [];
  const within = ['period_start', ...new Set([...currency, ...topWithin])];

  const sliceNames = sliced.map(({ column }) => column.name);
  const names = ['period_start', ...key, ...sliceNames];
  const [first = ''] = measures;
  // One value to order by, the first measure downwards and then the ties: with one, the engine keeps the first rows as
  // they come; with several it sorts all of them, which costs six times as much.
  const order = [
    `${first} is null`,
    `coalesce(-${first}, 0)`,
    ...names.filter((name) => !within.includes(name)).flatMap(toTie),
  ];
  const place = `row_number() over (partition by ${within.join(', ')} order by row(${order.join(', ')}))`;
  const isRanked = query.metric === 'most-played-games' && !query.total;
  const top = query.top === undefined ? undefined : toCount(query.top);
  const of = query.total ? undefined : metric.of;
  const period = by === 'all' ? undefined : by;
  const wholeRange = `
whole_range as (
  select ${toFirstDay(query)}
),
`;

  return `with measured as (
  ${toMeasuredSql({ by: period, from, to, where, of, slices: sliced, measures })}
),
${period ? '' : wholeRange}
ranked as (
  select ${[...names, ...measures].join(', ')}, cast(${place} as bigint) as popularity_rank
  from measured${period ? '' : '\n  cross join whole_range'}
)

select ${[...names, ...measures, ...(isRanked ? ['popularity_rank'] : [])].join(', ')}
from ranked
${top === undefined ? '' : `where popularity_rank <= ${top}\n`}order by ${within.map((name) => `${name} nulls last`).join(', ')}, popularity_rank`;
}

/** The day that a whole range begins with. */
function toFirstDay(selection: Selection): string {
  const { from } = selection;
  return from === undefined
    ? `min(activity.bet_date) as period_start\n  ${toFromWhere(selection)}`
    : `${toDateLiteral(from)} as period_start`;
}

/** The SQL of the values that a column to slice by has, as text, NULL as NULL. */
export function toSliceValuesSql(name: string): string {
  const slice = mustFindSlice(name);
  return `select distinct cast(${slice.sql} as varchar) as value
  ${toFromWhere({ where: [] }, [slice])}
order by 1 nulls last`;
}

/** What a column adds to the value to order by, NULL last: Trino compares no rows of values with a NULL among them. */
function toTie(name: string): string[] {
  const column = keyColumns.find((candidate) => candidate.name === name);
  const isText = (column ?? mustFindSlice(name).column).type.kind === 'text';
  return [`${name} is null`, `coalesce(${name}, ${isText ? "''" : '0'})`];
}

/** The slices that the key does not show already. */
function toShownSlices(query: MetricQuery, metric: Metric, key: readonly string[]): Slice[] {
  const lacksCurrency = metric.byCurrency && !query.slice.includes('player_ccy_code');
  const names = new Set([...(lacksCurrency ? ['player_ccy_code'] : []), ...query.slice]);
  return [...names].filter((name) => !key.includes(name)).map(mustFindSlice);
}

function toCount(count: number): number {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`expected a whole number from 1, got ${count}`);
  return count;
}
