import { type Period, periods } from '../calendar.ts';
import type { Slice } from '../slices.ts';
import { toPeriodStartSql } from '../views/view.ts';
import { currency, gameName, type RowValue } from './joins.ts';
import { amountNames, toAmountOfOneCurrency, toMeasure, toMixesCurrencies } from './measures.ts';
import { type Selection, toFromWhere } from './selection.ts';

/** What is measured of which rows, and by which columns it is grouped. */
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
  // A row of one player has one currency, known or not.
  const mayMix = of !== 'players' && measures.some((name) => amountNames.includes(name));
  const selected = [
    ...groups.map(([name, { sql }]) => (sql === `activity.${name}` ? sql : `${sql} as ${name}`)),
    ...measures.map(toMeasure),
    ...(mayMix ? [`${toMixesCurrencies()} as mixes_currencies`] : []),
  ];
  const read = [...groups.map(([, value]) => value), ...(mayMix ? [currency] : [])];
  // Of no rows there is no total: without groups, SQL would give a row of NULL and 0.
  const measured = `select
  ${selected.join(',\n    ')}
${toFromWhere(selection, read)}
${groups.length > 0 ? `group by ${groups.map((_, at) => at + 1).join(', ')}` : 'having count(*) > 0'}`;
  if (!mayMix) return measured;
  const shown = measures.map((name) => (amountNames.includes(name) ? toAmountOfOneCurrency(name) : name));
  return `select
  ${[...groups.map(([name]) => name), ...shown].join(',\n    ')}
from (
${measured}
) as summed`;
}
