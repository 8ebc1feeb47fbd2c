import { groupFilters, type Selection, toCondition, toFromWhere } from '../../glue/metrics/selection.ts';
import type { ActivitySource } from '../../glue/metrics/source.ts';
import { type Slice, slices } from '../../glue/slices.ts';
import { groupOf } from './groups.ts';

/**
 * The rows of `toSliceCountsSql`, of the copy: bets are added up by the few combinations of a player's, a game's and a
 * bet's codes, and then by each code. A filtered column is counted apart, with its own filter left aside.
 */
export function toCopiedSliceCountsSql(tables: ActivitySource, selection: Selection): string {
  const filtered = groupFilters(selection);
  const rows = toFromWhere(tables, selection);
  const groups = [...new Set(slices.map(groupOf))];
  const sums = groups.map(
    (group) => `by_${group} as (
  select ${group}, sum(bets_count)::bigint as bets_count
  ${rows}
  group by ${group}
)`,
  );
  const parts = slices.map((slice) => {
    const kept = filtered.get(slice);
    const name = slice.column.name;
    if (!kept) {
      return toPart(
        slice,
        "''",
        `by_${groupOf(slice)} inner join ${groupOf(slice)}s using (${groupOf(slice)})`,
      );
    }
    const others = { ...selection, where: selection.where.filter(({ column }) => column !== name) };
    const counted = `(select activity.${name}, sum(bets_count)::bigint as bets_count ${toFromWhere(tables, others)} group by 1)`;
    return toPart(slice, `case when ${toCondition(name, kept)} then '' else '${name}' end`, counted);
  });
  return `with ${sums.join(',\n')}\n${parts.join('\nunion all\n')}`;
}

function toPart({ column: { name } }: Slice, failed: string, rows: string): string {
  const columns = slices.map(({ column }) =>
    column.name === name ? `coalesce(${name}::varchar, '') as ${name}` : `null::varchar as ${column.name}`,
  );
  return `select ${columns.join(', ')}, ${failed} as failed, sum(bets_count)::bigint as bets_count
from ${rows}
group by ${name}`;
}
