import { toPeriodEnd, toPeriodStart } from '../calendar.ts';
import { toDateLiteral } from './selection.ts';
import { toMeasuredSql } from './source.ts';
import { type PeriodQuery, withPrevious } from './trend.ts';

/** The games of one period and their places. */
export interface RankingQuery extends PeriodQuery {
  /** A day of the period. */
  readonly day: string;
  readonly top: number;
}

const measures = ['bets_count', 'distinct_players_count'];

/**
 * The SQL of the most played games of one period, and their places in the period before. A game that no bet was placed
 * on, but money was won on, was not played: it has no place in either period.
 *
 * Rows: `period_start`, `popularity_rank`, `game_id`, `game_name`, `bets_count`, `distinct_players_count`,
 * `previous_rank`, `previous_bets_count`, `rank_change`: the places won, NULL where it was not played; by place.
 */
export function toGamesRankingSql(query: RankingQuery): string {
  const start = toPeriodStart(query.by, query.day);
  const end = toPeriodEnd(query.by, start);
  const { by, from, to, leftOut, where } = withPrevious({
    ...query,
    from: query.from !== undefined && query.from > start ? query.from : start,
    to: query.to !== undefined && query.to < end ? query.to : end,
  });
  return `with measured as (
  ${toMeasuredSql({ by, from, to, leftOut, where, of: 'games', measures })}
),

ranked as (
  select period_start, game_id, game_name, bets_count, distinct_players_count,
    cast(
      row_number() over (partition by period_start order by bets_count desc, game_id nulls last) as bigint
    ) as popularity_rank
  from measured
  where bets_count > 0
),

beside as (
  select period_start, popularity_rank, game_id, game_name, bets_count, distinct_players_count,
    lag(popularity_rank) over (partition by game_id order by period_start) as previous_rank,
    lag(bets_count) over (partition by game_id order by period_start) as previous_bets_count
  from ranked
)

select period_start, popularity_rank, game_id, game_name, bets_count, distinct_players_count,
  previous_rank, previous_bets_count, previous_rank - popularity_rank as rank_change
from beside
where period_start = ${toDateLiteral(start)} and popularity_rank <= ${query.top}
order by popularity_rank`;
}
