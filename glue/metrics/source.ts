import { type Period, periods } from '../calendar.ts';
import type { Slice } from '../slices.ts';
import { distinctGamesCount, distinctPlayersCount } from '../views/columns.ts';
import { toPeriodStartSql } from '../views/view.ts';
import { currency, gameName, joins, type RowValue } from './joins.ts';
import {
  amountNames,
  toAmountOfOneCurrency,
  toCountOfRows,
  toMeasure,
  toMixesCurrencies,
} from './measures.ts';
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

/** What rows of measures are added up by. */
const keysOf = { players: ['partner_company_id', 'player_code'], games: ['game_id'] } as const;

/** What a row of measures is about, beside its period and slices. */
export const measuredKeys = {
  players: ['partner_company_id', 'player_code'],
  games: ['game_id', 'game_name'],
} as const;

/**
 * The count of a row's other side: the games of a player, the players of a game. Added up by both sides first, it is a
 * count of rows, which takes two thirds of the CPU of a set of players or games for each group.
 */
const otherSide = {
  players: { count: distinctGamesCount.name, key: ['game_id'] },
  games: { count: distinctPlayersCount.name, key: ['partner_company_id', 'player_code'] },
} as const;

/**
 * The query of the measures, in no particular order. Its columns: `period_start` where it goes by a period, the player's
 * key or `game_id` and `game_name`, the slices, the measures in their declared types.
 */
export function toMeasuredSql({ by, of, slices = [], measures, ...selection }: Measured): string {
  const groups: readonly (readonly [name: string, value: RowValue])[] = [
    ...(by ? [['period_start', { sql: toPeriodStartSql(periods[by]), joins: null }] as const] : []),
    ...(of ? keysOf[of].map((name) => [name, { sql: `activity.${name}`, joins: null }] as const) : []),
    ...slices.map(({ column, sql, joins }) => [column.name, { sql, joins }] as const),
  ];
  // A row of one player has one currency, known or not.
  const mayMix = of !== 'players' && measures.some((name) => amountNames.includes(name));
  const other = of && !mayMix && measures.includes(otherSide[of].count) ? otherSide[of] : undefined;
  const source = other ? toBothSides(selection, groups, other, measures) : undefined;
  const selected = [
    ...groups.map(([name, { sql }]) =>
      source ? `activity.${name}` : sql === `activity.${name}` ? sql : `${sql} as ${name}`,
    ),
    ...measures.map((name) => (name === other?.count ? toCountOfRows(name) : toMeasure(name))),
    ...(mayMix ? [`${toMixesCurrencies()} as mixes_currencies`] : []),
  ];
  const read = [...groups.map(([, value]) => value), ...(mayMix ? [currency] : [])];
  // Of no rows there is no total: without groups, SQL would give a row of NULL and 0.
  const measured = `select
  ${selected.join(',\n    ')}
${source ?? toFromWhere(selection, read)}
${groups.length > 0 ? `group by ${groups.map((_, at) => at + 1).join(', ')}` : 'having count(*) > 0'}`;
  if (of !== 'games' && !mayMix) return measured;
  const shown = measures.map((name) =>
    mayMix && amountNames.includes(name) ? toAmountOfOneCurrency(name) : name,
  );
  const names = groups.flatMap(([name]) =>
    of === 'games' && name === 'game_id'
      ? ['activity.game_id', `${gameName.sql} as game_name`]
      : [`activity.${name}`],
  );
  // A game is named once its rows are added up.
  return `select
  ${[...names, ...shown].join(',\n    ')}
from (
${measured}
) as activity${of === 'games' ? `\n  ${joins.games}` : ''}`;
}

/** The rows added up by the groups and by the other side: from where a count of rows is one of players or games. */
function toBothSides(
  selection: Selection,
  groups: readonly (readonly [name: string, value: RowValue])[],
  { key, count }: (typeof otherSide)['players' | 'games'],
  measures: readonly string[],
): string {
  const names = new Set(groups.map(([name]) => name));
  const keys = key.filter((name) => !names.has(name)).map((name) => `activity.${name}`);
  const sums = new Set(['bets_count', ...measures.filter((name) => name !== count)]);
  const selected = [
    ...groups.map(([name, { sql }]) => (sql === `activity.${name}` ? sql : `${sql} as ${name}`)),
    ...keys,
  ];
  return `from (
select
  ${[...selected, ...[...sums].map(toMeasure)].join(',\n    ')}
${toFromWhere(
  selection,
  groups.map(([, value]) => value),
)}
group by ${selected.map((_, at) => at + 1).join(', ')}
) as activity`;
}
