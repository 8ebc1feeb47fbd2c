import { currency, type RowValue, toOwnValue, toToldValue } from './metrics/joins.ts';
import { activity, betCodes } from './rollups/index.ts';
import type { Column } from './schema.ts';
import {
  activityType,
  collection,
  countryCode,
  gameCategoryCode,
  gameTypeCode,
  playerCcyCode,
} from './views/columns.ts';

/**
 * A column that metrics can be sliced and filtered by. Its value is of the relations `activity`, `players`
 * (player_dimension) and `games` (game_dimension).
 */
export interface Slice extends RowValue {
  readonly column: Column;
}

function ofPlayer(column: Column): Slice {
  return { column, ...toToldValue('players', column.name) };
}

function ofGame(column: Column, name = column.name): Slice {
  return { column, ...toToldValue('games', name) };
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
  { column: playerCcyCode, ...currency },
  { column: activityType, ...toOwnValue('bet_transaction_type_id') },
  ofGame(collection, gameCategoryCode.name),
  ofGame(gameCategoryCode),
  ...[...betCodes, 'partner_company_id'].map(ofBet),
];

export const sliceNames: readonly string[] = slices.map(({ column }) => column.name);

export function findSlice(name: string): Slice | undefined {
  return slices.find(({ column }) => column.name === name);
}
