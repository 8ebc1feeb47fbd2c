import { amounts } from '../rollups/columns.ts';
import { typeNames } from '../schema.ts';
import { playerCcyCode } from '../views/columns.ts';
import { lacksCurrency } from './joins.ts';
import { mustFindSlice, type Selection } from './selection.ts';
import { type Measured, toMeasuredSql } from './source.ts';

/** The share of players, in percent, that has at most the value shown. */
const percentiles = [10, 25, 50, 75, 90, 95, 99] as const;

const money = typeNames(amounts[0]?.type ?? { kind: 'whole' }).trino;

/** What is spread over the players who have more than none of it. */
interface Spread {
  /** The measure's name: `p50_<name>`, `max_<name>`. */
  readonly name: string;
  /** How it is made of measures. */
  readonly sql: string;
  readonly measures: readonly string[];
  readonly type: string;
  /** Grouped by currency. Players without a known currency are left out: their amounts cannot be compared. */
  readonly isMoney: boolean;
}

const bets: Spread = {
  name: 'bets_count',
  sql: 'bets_count',
  measures: ['bets_count'],
  type: 'bigint',
  isMoney: false,
};
const spent: Spread = {
  name: 'spent_amount',
  sql: 'real_spent_amount + bonus_spent_amount',
  measures: ['real_spent_amount', 'bonus_spent_amount'],
  type: money,
  isMoney: true,
};

/**
 * The SQL of how bets are spread over the players who placed one: one row, exact. A percentile is by nearest rank: the smallest
 * number of bets that at least so many of the players do not exceed.
 *
 * Row: `players_count`, `mean_bets_count` (a double), `p10_bets_count` … `max_bets_count`; NULL without players.
 */
export const toBetsDistributionSql = (selection: Selection) => toDistributionSql(bets, selection);

/** The SQL of how money spent, real and bonus, is spread over the players who spent some: a row a known currency. */
export const toSpendDistributionSql = (selection: Selection) => toDistributionSql(spent, selection);

/**
 * The SQL of how many players placed how many bets, in steps of 1, 2, 5, 10, … up to the most that one has.
 *
 * Rows: `from_bets_count`, `to_bets_count` (both included), `players_count`; ascending.
 */
export const toBetsHistogramSql = (selection: Selection) => toHistogramSql(bets, betsSteps, selection);

/**
 * The SQL of how many players spent how much, by known currency, in steps of 1, 2, 5, 10, …
 *
 * Rows: `player_ccy_code`, `from_spent_amount` (included), `to_spent_amount` (not reached), `players_count`.
 */
export const toSpendHistogramSql = (selection: Selection) => toHistogramSql(spent, spentSteps, selection);

/**
 * The SQL of how many players placed bets on how many games: `distinct_games_count`, `players_count`; ascending, from 1.
 */
export function toGamesDistributionSql(selection: Selection): string {
  return `with of_players as (
  ${toMeasuredPlayers({ measures: ['distinct_games_count'] }, selection)}
)

select distinct_games_count, cast(count(*) as bigint) as players_count
from of_players
where distinct_games_count > 0
group by 1
order by 1`;
}

/** Each player's measures over all the dates, whatever the period of the other queries. */
function toMeasuredPlayers(
  of: Pick<Measured, 'slices' | 'measures'>,
  { from, to, where }: Selection,
): string {
  return toMeasuredSql({ from, to, where, of: 'players', ...of });
}

/** How many players have each value: what percentiles and histograms are made of. */
function toCounted({ name, sql, measures, type, isMoney }: Spread, selection: Selection): string {
  const slices = isMoney ? [mustFindSlice(playerCcyCode.name)] : [];
  const within = isMoney ? `${playerCcyCode.name}, ` : '';
  const conditions = [`${name} > 0`, ...(isMoney ? [`not ${lacksCurrency(playerCcyCode.name)}`] : [])];
  return `of_players as (
  select ${within}cast(${sql} as ${type}) as ${name}
  from (
  ${toMeasuredPlayers({ slices, measures }, selection)}
  ) as measured
),

counted as (
  select ${within}${name}, cast(count(*) as bigint) as players_count, cast(sum(${name}) as ${type === 'bigint' ? 'decimal(38, 0)' : type}) as total
  from of_players
  where ${conditions.join(' and ')}
  group by ${within}${name}
)`;
}

function toDistributionSql(spread: Spread, selection: Selection): string {
  const { name, type, isMoney } = spread;
  const currency = isMoney ? `${playerCcyCode.name}, ` : '';
  const partition = isMoney ? `partition by ${playerCcyCode.name}` : '';
  const shares = percentiles.map(
    (percent) =>
      `cast(min(case when players_so_far * 100 >= players_in_all * ${percent} then ${name} end) as ${type}) as p${percent}_${name}`,
  );
  return `with ${toCounted(spread, selection)},

placed as (
  select ${currency}${name}, players_count, total,
    cast(sum(players_count) over (${[partition, `order by ${name}`].join(' ').trim()}) as bigint) as players_so_far,
    cast(sum(players_count) over (${partition}) as bigint) as players_in_all
  from counted
)

select
  ${isMoney ? `${playerCcyCode.name},\n  ` : ''}cast(coalesce(sum(players_count), 0) as bigint) as players_count,
  cast(sum(total) as double) / nullif(cast(sum(players_count) as double), 0) as mean_${name},
  ${shares.join(',\n  ')},
  cast(max(${name}) as ${type}) as max_${name}
from placed${isMoney ? '\ngroup by 1\norder by 1' : ''}`;
}

/** Where each step begins. */
const decades = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const spentSteps = [0, ...decades];
const betsSteps = decades;

function toHistogramSql(spread: Spread, starts: readonly number[], selection: Selection): string {
  const { name, type, isMoney } = spread;
  const currency = isMoney ? 'reached.player_ccy_code, ' : '';
  const steps = starts.map((start, at) => `(${start}, ${starts[at + 1] ?? 'null'})`);
  const next = `cast(steps.next_start as ${type})`;
  return `with ${toCounted(spread, selection)},

reached as (
  select ${isMoney ? 'player_ccy_code, ' : ''}max(${name}) as most
  from counted${isMoney ? '\n  group by 1' : ''}
),

steps as (
  select step_start, next_start
  from (
    values
      ${steps.join(',\n      ')}
  ) as named (step_start, next_start)
)

select
  ${currency}cast(steps.step_start as ${type}) as from_${name},
  ${isMoney ? next : `${next} - 1`} as to_${name},
  cast(coalesce(sum(counted.players_count), 0) as bigint) as players_count
from reached
inner join steps on steps.step_start <= reached.most
left join counted
  on counted.${name} >= steps.step_start
  and (counted.${name} < steps.next_start or steps.next_start is null)${isMoney ? '\n  and counted.player_ccy_code = reached.player_ccy_code' : ''}
group by ${isMoney ? '1, 2, 3' : '1, 2'}
order by ${isMoney ? '1, 2' : '1'}`;
}
