/** A relation that a query reads beside `activity`. */
export type Joined = 'players' | 'games';

/** A value of a row of the rollup, and the relation that has to be joined for it. */
export interface RowValue {
  readonly sql: string;
  readonly joins: Joined | null;
}

/** What players and games tell, beside a row of `activity`. */
export const joins: Readonly<Record<Joined, string>> = {
  players: `left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)`,
  games: 'left join game_dimension as games on activity.game_id = games.game_id',
};

export const gameName: RowValue = { sql: "coalesce(games.game_name, 'unknown')", joins: 'games' };
