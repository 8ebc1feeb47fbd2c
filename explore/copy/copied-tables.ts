import type { Period } from '../../glue/metrics/period.ts';
import type { ActivitySource } from '../../glue/metrics/source.ts';
import { type CopiedDays, toPeriodCounts } from './period-counts.ts';

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
const tables: ActivitySource = {
  joins: { players: '', games: '' },
  toSlice: ({ column }) => ({ sql: `activity.${column.name}`, joins: null }),
  gameName: { sql: 'activity.game_name', joins: null },
  toPeriodStart: (by) => `activity.${periodColumns[by]}`,
  playerKey: ['player'],
  distinctPlayers: 'count(distinct activity.player)',
  joinPlayerNames: ' inner join players using (player)',
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

/** @param days of the copy's bets */
export function toCopiedTables(days: CopiedDays): ActivitySource {
  return { ...tables, toPeriodCounts: (read) => toPeriodCounts(tables, days, read) };
}
