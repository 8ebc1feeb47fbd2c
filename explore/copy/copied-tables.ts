import type { Period } from '../../glue/metrics/period.ts';
import { toFromWhere } from '../../glue/metrics/selection.ts';
import type { ActivitySource } from '../../glue/metrics/source.ts';

/** The column of a copied row that holds the first day of its period: stored, so that nothing is computed a row. */
export const periodColumns: Readonly<Record<Period, string>> = {
  day: 'bet_date',
  week: 'week_start',
  month: 'month_start',
  year: 'year_start',
};

/**
 * The copy's tables as a question reads them. Players are small numbers in the order of (`partner_company_id`,
 * `player_code`), so that they rank as their names would; what players and games give stands in the row itself.
 */
export const copiedTables: ActivitySource = {
  joins: { players: '', games: '' },
  toSlice: ({ column }) => ({ sql: `activity.${column.name}`, joins: null }),
  gameName: { sql: 'activity.game_name', joins: null },
  toPeriodStart: (by) => `activity.${periodColumns[by]}`,
  playerKey: ['player'],
  distinctPlayers: 'count(distinct activity.player)',
  joinPlayerNames: ' inner join players using (player)',
  // One group a period and player is counted several times sooner than distinct players are.
  toPeriodCounts({ selection, conditions }) {
    const period = copiedTables.toPeriodStart(selection.by);
    const rows = toFromWhere(copiedTables, selection, [], conditions);
    return `select
    by_player.period_start, by_player.bets_count, by_player.staked_bets_count,
    by_player.distinct_players_count, by_game.distinct_games_count
  from (
    select period_start, sum(bets_count)::bigint as bets_count, sum(staked_bets_count)::bigint as staked_bets_count,
      count(*) as distinct_players_count
    from (
      select ${period} as period_start, player, sum(bets_count)::bigint as bets_count,
        sum(staked_bets_count)::bigint as staked_bets_count
      ${rows}
      group by ${period}, player
    )
    group by 1
  ) as by_player
  inner join (
    select period_start, count(*) as distinct_games_count
    from (select ${period} as period_start, game_id ${rows} group by ${period}, game_id)
    group by 1
  ) as by_game using (period_start)`;
  },
  // Ranking millions of players costs more than adding them up: only those that reach the last place are ranked.
  toCandidates: (within, measure, top) => `(
    select measured.*
    from measured
    inner join (
      select ${within.join(', ')}, list_min(max(${measure}, ${top})) as least
      from measured
      group by all
    ) as floors using (${within.join(', ')})
    where measured.${measure} >= floors.least
  ) as candidates`,
};
