import { toPeriodStart } from '../../glue/metrics/period.ts';
import { groupFilters } from '../../glue/metrics/selection.ts';
import type { Measured } from '../../glue/metrics/source.ts';
import { type Copied, toWhere } from './copied-rows.ts';
import { groupOf, toGroupConditions, toPlayerConditions } from './groups.ts';
import { periodNumbers, toPeriodConditions } from './periods.ts';
import { type SumTypes, summedColumns, toSum } from './sum-types.ts';

/*
 * The page opens by week, and most of what is chosen on it are countries, games and dates. So measures of players and
 * games by week are added up beforehand. Distinct games of a player hold for whichever players count, and distinct
 * players of a game add up over the groups of players, of which each player has one.
 */

/**
 * The statements that make `player_weeks` and `game_weeks` of `activity`.
 *
 * @param pairs rows of `activity`, with `is_new`
 */
export function toWeekTables(pairs: string, types: SumTypes): string[] {
  const sums = Object.keys(summedColumns).map((name) => toSum(types, name));
  const week = periodNumbers.week;
  return [
    `create table player_weeks as
select ${week}, player, min(player_group) as player_group, ${sums.join(', ')}, count_if(is_new)::bigint as distinct_games_count
from ${pairs}
group by ${week}, player
order by player, ${week}`,
    `create table game_weeks as
select ${week}, game, game_group, player_group, ${sums.join(', ')}, count_if(is_new)::bigint as distinct_players_count
from ${pairs}
group by all
order by ${week}, game`,
  ];
}

/**
 * The query of what is measured of players or games by week, `number` being the week; undefined where the weeks do
 * not tell, because a filter is of other codes than theirs or a date cuts a week.
 */
export function toMeasuredWeeks(
  { days, groups }: Pick<Copied, 'days' | 'groups'>,
  measured: Measured,
): string | undefined {
  const { by, of, from, to, leftOut, measures } = measured;
  const { first, last } = days;
  if (by !== 'week' || of === undefined || leftOut || first === null || last === null) return undefined;
  const told = of === 'players' ? ['player_group'] : ['player_group', 'game_group'];
  if (![...groupFilters(measured).keys()].every((slice) => told.includes(groupOf(slice)))) return undefined;
  const cutsFirst = from !== undefined && from > first && toPeriodStart('week', from) !== from;
  const cutsLast =
    to !== undefined && to < last && toPeriodStart('week', nextDay(to)) === toPeriodStart('week', to);
  if (cutsFirst || cutsLast) return undefined;

  const week = periodNumbers.week;
  const where = toWhere([
    ...toPeriodConditions('week', days, measured),
    ...toGroupConditions(groups, measured),
    ...(of === 'players' ? toPlayerConditions(groups, measured) : []),
  ]);
  if (of === 'players') {
    return `select ${week} as number, player, player_group, ${measures.join(', ')} from player_weeks ${where}`;
  }
  return `select ${week} as number, game, ${measures.map((name) => `sum(${name}) as ${name}`).join(', ')}
    from game_weeks ${where} group by ${week}, game`;
}

function nextDay(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
