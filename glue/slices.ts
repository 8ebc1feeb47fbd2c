import { type RowValue, toBetValue, toJoinedValue } from './metrics/joins.ts';
import { activity, betCodes } from './rollups/index.ts';
import type { Column } from './schema.ts';
import { activityType, collection, gameCodes, playerCodes } from './views/columns.ts';

/**
 * A column that metrics can be sliced and filtered by. Its value is of the relations `activity`, `players`
 * (player_dimension) and `games` (game_dimension).
 */
export interface Slice extends RowValue {
  readonly column: Column;
}

/**
 * Every column to slice by: the codes that players and games declare, the activity type and the collection, the codes of
 * the bet as they are, and the partner company.
 */
export const slices: readonly Slice[] = [
  ...playerCodes.map((column) => ({ column, ...toJoinedValue('players', column.name) })),
  ...gameCodes.map((column) => ({ column, ...toJoinedValue('games', column.name) })),
  // The source names neither: change here what they are read from.
  { column: activityType, ...toBetValue('bet_transaction_type_id') },
  { column: collection, ...toJoinedValue('games', 'game_category_code') },
  ...activity.columns.filter(({ name }) => betCodes.includes(name)).map(toSliceOfBet),
  ...activity.columns.filter(({ name }) => name === 'partner_company_id').map(toSliceOfBet),
];

function toSliceOfBet(column: Column): Slice {
  return { column, sql: `activity.${column.name}`, joins: null };
}

export const sliceNames: readonly string[] = slices.map(({ column }) => column.name);

for (const name of sliceNames) {
  if (sliceNames.indexOf(name) !== sliceNames.lastIndexOf(name))
    throw new Error(`two data sets declare the code ${name}: a column to slice by needs a name of its own`);
}

export function findSlice(name: string): Slice | undefined {
  return slices.find(({ column }) => column.name === name);
}
