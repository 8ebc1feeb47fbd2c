import { groupFilters, type Selection, toCondition } from '../../glue/metrics/selection.ts';
import { type Slice, slices } from '../../glue/slices.ts';
import { type Copied, toSumsWhere } from './copied-rows.ts';
import { groupNames, groupOf } from './groups.ts';

/**
 * The rows of `toSliceCountsSql`, of the copy's sums: bets are added up by the combinations of codes, and those by each
 * code. A filtered column is counted apart, with its own filter left aside.
 */
export function toCopiedSliceCountsSql(copied: Copied, selection: Selection): string {
  const filtered = groupFilters(selection);
  const toGroup = (name: string, rows: Selection) =>
    `select ${name}, sum(bets_count) as bets_count from sums ${toSumsWhere(copied, rows)} group by ${name}`;
  const parts = slices.map((slice) => {
    const { name } = slice.column;
    const kept = filtered.get(slice);
    if (!kept) return toPart(slice, "''", `by_${groupOf(slice)}`);
    const others = { ...selection, where: selection.where.filter(({ column }) => column !== name) };
    const failed = `case when ${toCondition(name, kept)} then '' else '${name}' end`;
    return toPart(slice, failed, `(${toGroup(groupOf(slice), others)})`);
  });
  return `with ${groupNames.map((name) => `by_${name} as (${toGroup(name, selection)})`).join(',\n')}
${parts.join('\nunion all\n')}`;
}

function toPart(slice: Slice, failed: string, counted: string): string {
  const { name } = slice.column;
  const group = groupOf(slice);
  const columns = slices.map(({ column }) =>
    column.name === name ? `coalesce(${name}, '') as ${name}` : `null::varchar as ${column.name}`,
  );
  return `select ${columns.join(', ')}, ${failed} as failed, sum(bets_count)::bigint as bets_count
from ${counted} inner join ${group}s using (${group})
group by ${name}`;
}
