import type { Slice } from '../slices.ts';
import { toPeriodStartSql } from '../view.ts';
import { gameName, type RowValue } from './joins.ts';
import { toMeasure } from './measures.ts';
import { type Period, periods } from './period.ts';
import { type Selection, toFromWhere } from './selection.ts';

/** What is measured of which rows, and what it is told apart by. */
export interface Measured extends Selection {
  /** Without it, all the dates are one period that has no name. */
  readonly by?: Period | undefined;
  /** Whose measures they are; without it, those of all players and games together. */
  readonly of?: 'players' | 'games' | undefined;
  readonly slices?: readonly Slice[];
  readonly measures: readonly string[];
}

/** What a row of measures is about, beside its period and slices. */
export const measuredKeys = {
  players: ['partner_company_id', 'player_code'],
  games: ['game_id', 'game_name'],
} as const;

function toKeyValue(name: string): RowValue {
  return name === 'game_name' ? gameName : { sql: `activity.${name}`, joins: null };
}

/**
 * The query of the measures, in no particular order. Its columns: `period_start` where it goes by a period, the player's
 * key or `game_id` and `game_name`, the slices, the measures in their declared types.
 */
export function toMeasuredSql({ by, of, slices = [], measures, ...selection }: Measured): string {
  const groups: readonly (readonly [name: string, value: RowValue])[] = [
    ...(by ? [['period_start', { sql: toPeriodStartSql(periods[by]), joins: null }] as const] : []),
    ...(of ? measuredKeys[of].map((name) => [name, toKeyValue(name)] as const) : []),
    ...slices.map(({ column, sql, joins }) => [column.name, { sql, joins }] as const),
  ];
  const selected = [
    ...groups.map(([name, { sql }]) => (sql === `activity.${name}` ? sql : `${sql} as ${name}`)),
    ...measures.map(toMeasure),
  ];
  return `select
    ${selected.join(',\n    ')}
  ${toFromWhere(
    selection,
    groups.map(([, value]) => value),
  )}
  group by ${groups.map((_, at) => at + 1).join(', ')}`;
}
