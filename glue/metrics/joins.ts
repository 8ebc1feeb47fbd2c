import { games } from '../datasets/games.ts';
import { players } from '../datasets/players.ts';
import type { DatasetDeclaration } from '../schema.ts';
import { playerCcyCode } from '../views/columns.ts';

/** A relation that a query reads beside `activity`. */
export type Joined = 'players' | 'games';

/** A value of a row of the rollup, and the relation that has to be joined for it. */
export interface RowValue {
  readonly sql: string;
  readonly joins: Joined | null;
}

/** The attributes of players and games, joined to a relation named `activity` with the player's or the game's key. */
export const joins: Readonly<Record<Joined, string>> = {
  players: `left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)`,
  games: 'left join game_dimension as games on activity.game_id = games.game_id',
};

/** The values for an unknown player or game, and for an attribute that a known one leaves blank. */
const unknown = 'unknown';
const none = 'none';

const keys: Readonly<Record<Joined, string>> = { players: 'player_code', games: 'game_id' };
const datasets: Readonly<Record<Joined, DatasetDeclaration>> = { players, games };

/**
 * An attribute of the player or the game of a row, as text: `none` where it is blank, `unknown` where no file names the
 * player or game.
 */
export function toJoinedValue(relation: Joined, name: string): RowValue {
  const column = datasets[relation].columns.find((candidate) => candidate.name === name);
  const value = column?.type.kind === 'text' ? `${relation}.${name}` : `cast(${relation}.${name} as varchar)`;
  return {
    sql: `case when ${relation}.${keys[relation]} is null then '${unknown}' else coalesce(${value}, '${none}') end`,
    joins: relation,
  };
}

/** A code of the posting itself as text, `none` where it has none. */
export function toBetValue(name: string): RowValue {
  return { sql: `coalesce(cast(activity.${name} as varchar), '${none}')`, joins: null };
}

export const gameName = toJoinedValue('games', 'game_name');
export const currency = toJoinedValue('players', playerCcyCode.name);

/** Whether a currency, given as SQL, is none that is known. */
export const lacksCurrency = (sql: string) => `${sql} in ('${unknown}', '${none}')`;

/** The key of a row's player as one text: a company is a number, so that the first colon ends it. */
export const player =
  "concat(coalesce(cast(activity.partner_company_id as varchar), ''), ':', activity.player_code)";

/**
 * The player of a row whose currency is not known, else NULL. Two of them are as unlike as two currencies: what
 * their amounts add up to is no amount of anything.
 */
export const playerWithoutCurrency = `case when ${lacksCurrency(`coalesce(players.${playerCcyCode.name}, '${none}')`)} then ${player} end`;
