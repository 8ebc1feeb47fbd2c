import type { Slice } from '../slices.ts';
import { toPeriodStartSql } from '../view.ts';
import { currency, gameName, type RowValue } from './joins.ts';
import { amountNames, toAmountOfOneCurrency, toMeasure, toMixesCurrencies } from './measures.ts';
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
  /** Rows may be left out that are not among so many first ones of their period and slices by the first measure. */
  readonly top?: number | undefined;
}

/**
 * Where a question reads the rollup: the lake's own tables, or a copy of them that answers sooner. Both give the same
 * rows, in no particular order.
 */
export interface ActivitySource {
  /**
   * The query of the measures. Its columns: `period_start` where it goes by a period, the player's key or `game_id`
   * and `game_name`, the slices, the measures in their declared types.
   */
  toMeasuredSql(measured: Measured): string;
  /** What tells players apart among the measures. */
  readonly playerKey: readonly string[];
  /** What gives `partner_company_id` and `player_code` for the key; empty where they are the key. */
  readonly joinPlayerNames: string;
}

/** What a row of measures is about, beside its period and slices. */
export const measuredKeys = {
  players: ['partner_company_id', 'player_code'],
  games: ['game_id', 'game_name'],
} as const;

function toKeyValue(name: string): RowValue {
  return name === 'game_name' ? gameName : { sql: `activity.${name}`, joins: null };
}

/** The tables of a lake, in Athena and on a laptop. */
export const lakeTables: ActivitySource = {
  playerKey: measuredKeys.players,
  joinPlayerNames: '',
  toMeasuredSql({ by, of, slices = [], measures, ...selection }) {
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
  },
};
