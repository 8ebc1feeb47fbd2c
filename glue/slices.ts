import type { Column } from './column.ts';
import { activity, betCodes } from './rollups.ts';
import {
  activityType,
  collection,
  countryCode,
  gameCategoryCode,
  gameTypeCode,
  playerCcyCode,
} from './views/columns.ts';

/** A column that metrics can be sliced and filtered by. */
export interface Slice {
  readonly column: Column;
  /** Its value, from the relations `activity`, `players` (player_dimension) and `games` (game_dimension). */
  readonly sql: string;
  /** The relation that has to be joined for it, beside `activity`. */
  readonly joins: 'players' | 'games' | null;
}

function ofPlayer(column: Column): Slice {
  return { column, sql: `coalesce(players.${column.name}, 'unknown')`, joins: 'players' };
}

function ofGame(column: Column, name = column.name): Slice {
  return { column, sql: `coalesce(games.${name}, 'unknown')`, joins: 'games' };
}

function ofBet(name: string): Slice {
  const column = activity.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`the rollup activity has no column ${name}`);
  return { column, sql: `activity.${name}`, joins: null };
}

/**
 * Every column to slice by: what players and games give, the mapped activity type and collection, and the raw
 * codes of the bet.
 */
export const slices: readonly Slice[] = [
  ofPlayer(countryCode),
  ofGame(gameTypeCode),
  ofPlayer(playerCcyCode),
  {
    column: activityType,
    sql: "coalesce(cast(activity.bet_transaction_type_id as varchar), 'unknown')",
    joins: null,
  },
  ofGame(collection, gameCategoryCode.name),
  ofGame(gameCategoryCode),
  ...[...betCodes, 'partner_company_id'].map(ofBet),
];

export const sliceNames: readonly string[] = slices.map(({ column }) => column.name);

export function findSlice(name: string): Slice | undefined {
  return slices.find(({ column }) => column.name === name);
}
