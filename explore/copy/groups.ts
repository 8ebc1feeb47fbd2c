import { groupFilters, type Selection } from '../../glue/metrics/selection.ts';
import { type Slice, slices } from '../../glue/slices.ts';

/** Combinations of the codes that a player, a game or a bet has: few, however many rows there are. */
export const groupNames = ['player_group', 'game_group', 'bet_group'] as const;
export type GroupName = (typeof groupNames)[number];

/** The codes of each combination, by its number and the column's name; of players, the first and last number too. */
export type Groups = Readonly<Record<GroupName, readonly ReadonlyMap<string, string | null>[]>>;

export function groupOf({ column, joins }: Slice): GroupName {
  // A player's company is part of its key.
  if (joins === 'players' || column.name === 'partner_company_id') return 'player_group';
  return joins === 'games' ? 'game_group' : 'bet_group';
}

/** The columns to slice by that a group has codes of. */
export function slicesOf(group: GroupName): readonly Slice[] {
  return slices.filter((slice) => groupOf(slice) === group);
}

/** Conditions that a row's codes fit the filters: of the numbers of its groups, which are looked up beforehand. */
export function toGroupConditions(groups: Groups, selection: Selection): string[] {
  return groupNames.flatMap((name) => {
    const kept = findKept(groups, name, selection);
    return kept.length === groups[name].length ? [] : [toCondition(name, kept)];
  });
}

/** Players are numbered by their group: rows before and after those of the kept groups need not be read at all. */
export function toPlayerConditions(groups: Groups, selection: Selection): string[] {
  const { player_group: players } = groups;
  const kept = findKept(groups, 'player_group', selection);
  if (kept.length === 0 || kept.length === players.length) return [];
  const first = players[kept[0] ?? 0]?.get('first_player');
  const last = players[kept.at(-1) ?? 0]?.get('last_player');
  return [`player between ${first} and ${last}`];
}

function findKept(groups: Groups, name: GroupName, selection: Selection): number[] {
  const own = [...groupFilters(selection)].filter(([slice]) => groupOf(slice) === name);
  return groups[name].flatMap((codes, number) =>
    own.every(([slice, values]) => isKept(codes.get(slice.column.name) ?? null, values)) ? [number] : [],
  );
}

/** As the lake's own filter has it: an empty value is NULL, and no other. */
function isKept(code: string | null, values: readonly string[]): boolean {
  return code === null ? values.includes('') : code !== '' && values.includes(code);
}

function toCondition(name: GroupName, kept: readonly number[]): string {
  const [first = 0] = kept;
  const last = kept.at(-1) ?? -1;
  if (kept.length === 0) return 'false';
  if (last - first + 1 === kept.length) return `${name} between ${first} and ${last}`;
  // A bit a number is several times sooner told than a list.
  if (last < 63) {
    const bits = kept.reduce((sum, number) => sum | (1n << BigInt(number)), 0n);
    return `(${bits}::bigint >> ${name}::bigint) & 1 = 1`;
  }
  return `${name} in (${kept.join(', ')})`;
}
