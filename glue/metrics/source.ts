import type { Slice } from '../slices.ts';
import { toPeriodStartSql } from '../view.ts';
import { type Period, periods } from './period.ts';
import type { WithPrevious } from './trend.ts';

/** A relation that a query reads beside `activity`. */
export type Joined = 'players' | 'games';

/** A value of a row, and the relation that has to be joined for it. */
export interface RowValue {
  readonly sql: string;
  readonly joins: Joined | null;
}

/**
 * Where a question reads the rollup, and what the parts of a row are called there: the lake's own tables, or a
 * copy of them that answers sooner. The relation of the rows is called `activity` in both.
 */
export interface ActivitySource {
  readonly joins: Readonly<Record<Joined, string>>;
  toSlice(slice: Slice): RowValue;
  readonly gameName: RowValue;
  toPeriodStart(by: Period): string;
  /** Columns of a row that tell players apart, in the order that players sort by. */
  readonly playerKey: readonly string[];
  /** What counts players. */
  readonly distinctPlayers: string;
  /** What gives `partner_company_id` and `player_code` for the key; empty where they are the key. */
  readonly joinPlayerNames: string;
  /** A query of the counts of a trend by `period_start`, where it is sooner done than by counting distinct. */
  readonly toPeriodCounts?: (read: WithPrevious) => string;
  /**
   * SQL of the rows of `measured` that may be among the first, where that is sooner done than ranking all.
   *
   * @param within what the places begin anew for
   * @param measure what is ranked by
   */
  readonly toCandidates?: (within: readonly string[], measure: string, top: number) => string;
}

/** The tables of a lake, in Athena and on a laptop. */
export const lakeTables: ActivitySource = {
  joins: {
    players: `left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)`,
    games: 'left join game_dimension as games on activity.game_id = games.game_id',
  },
  toSlice: ({ sql, joins }) => ({ sql, joins }),
  gameName: { sql: "coalesce(games.game_name, 'unknown')", joins: 'games' },
  toPeriodStart: (by) => toPeriodStartSql(periods[by]),
  playerKey: ['partner_company_id', 'player_code'],
  distinctPlayers:
    "count(distinct concat(coalesce(cast(activity.partner_company_id as varchar), ''), ':', activity.player_code))",
  joinPlayerNames: '',
};
