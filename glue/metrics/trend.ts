import { type Period, toPeriodStart, toPreviousStart, toPreviousStartSql } from '../calendar.ts';
import { amountNames } from './measures.ts';
import { mustFindSlice, type Selection, toDateLiteral } from './selection.ts';
import { toMeasuredSql } from './source.ts';

/** Rows of the rollup, by period. */
export interface PeriodQuery extends Selection {
  readonly by: Period;
}

const counts = ['bets_count', 'staked_bets_count', 'distinct_players_count', 'distinct_games_count'];

/**
 * The SQL of bets, players and games by period, those of the period before beside them.
 *
 * Rows: `period_start`, the counts, `previous_…` of each; ascending. The first period is compared with the
 * whole period before it, which may lie before `from`. NULL where the period before has no postings; a period of
 * wins alone has a row, with no bets.
 */
export function toTrendSql(query: PeriodQuery): string {
  const measured = toMeasuredSql({ ...withPrevious(query), measures: counts });
  const previous = counts.map((name) => toPrevious(query, name, ''));
  return `with measured as (
  ${measured}
),

beside as (
  select period_start, ${counts.join(', ')},
    ${previous.join(',\n    ')}
  from measured
)

select period_start, ${[...counts, ...counts.map((name) => `previous_${name}`)].join(', ')}
from beside
where ${toShown(query)}
order by period_start`;
}

/**
 * The SQL of money by period and currency, real against bonus, that of the period before beside it.
 *
 * Rows: `period_start`, `player_ccy_code`, the amounts, `bonus_spent_ratio` of all that was spent, `previous_…` of
 * each amount; ascending. Amounts and ratio are NULL where the currency is not known and several players have it.
 */
export function toMoneySql(query: PeriodQuery): string {
  const slices = [mustFindSlice('player_ccy_code')];
  const previous = amountNames.map((name) => toPrevious(query, name, 'player_ccy_code'));
  const ratio =
    'cast(bonus_spent_amount as double) / nullif(cast(real_spent_amount as double) + cast(bonus_spent_amount as double), 0)';
  return `with measured as (
  ${toMeasuredSql({ ...withPrevious(query), slices, measures: amountNames })}
),

beside as (
  select period_start, player_ccy_code, ${amountNames.join(', ')},
    ${ratio} as bonus_spent_ratio,
    ${previous.join(',\n    ')}
  from measured
)

select period_start, player_ccy_code, ${amountNames.join(', ')}, bonus_spent_ratio,
  ${amountNames.map((name) => `previous_${name}`).join(', ')}
from beside
where ${toShown(query)}
order by period_start, player_ccy_code`;
}

/** What is read: from the period before the first one on, whole; of the first one, the days selected. */
export function withPrevious(query: PeriodQuery): PeriodQuery {
  const { by, from } = query;
  if (from === undefined) return query;
  const start = toPeriodStart(by, from);
  const read = { ...query, from: toPreviousStart(by, start) };
  return start === from ? read : { ...read, leftOut: { from: start, before: from } };
}

/** The measure of the row before, where that is of the period before: a period without bets has no row. */
function toPrevious({ by }: PeriodQuery, name: string, within: string): string {
  const over = `over (${within && `partition by ${within} `}order by period_start)`;
  const isBefore = `lag(period_start) ${over} = ${toPreviousStartSql(by, 'period_start')}`;
  return `case when ${isBefore} then lag(${name}) ${over} end as previous_${name}`;
}

function toShown({ by, from }: PeriodQuery): string {
  return from === undefined ? 'true' : `period_start >= ${toDateLiteral(toPeriodStart(by, from))}`;
}
