import { slices } from '../slices.ts';
import { groupFilters, type Selection, toCondition, toFromWhere } from './selection.ts';

/**
 * The SQL of how many bets each value of each column to slice by has, a column's own filter left aside. One pass:
 * a row that one filter alone keeps out still counts for the column of that filter.
 *
 * Rows: a value in one of the columns to slice by, as text, NULL as an empty text, the other columns NULL; `failed`,
 * the column whose filter keeps these bets out, empty where none does; `bets_count`. In no particular order. A value of
 * postings that place no bet, such as the activity type of wins, is there with 0: money can be filtered by it.
 */
export function toSliceCountsSql(selection: Selection): string {
  const names = slices.map(({ column }) => column.name);
  const { failed, passes } = toFailed(selection);
  const dates = { where: [], from: selection.from, to: selection.to };
  return `with combined as (
  select
    ${slices.map(({ sql }, at) => `${sql} as ${names[at]}`).join(',\n    ')},
    cast(${failed} as varchar) as failed,
    sum(activity.bets_count) as bets_count
  ${toFromWhere(dates, slices, passes)}
  group by ${[...names, 'failed'].map((_, at) => at + 1).join(', ')}
),

-- Made text once a combination, not once a row.
named as (
  select ${names.map((name) => `coalesce(cast(${name} as varchar), '') as ${name}`).join(', ')}, failed, bets_count
  from combined
)

select ${names.join(', ')}, failed, cast(sum(bets_count) as bigint) as bets_count
from named
group by grouping sets (
  ${names.map((name) => `(${name}, failed)`).join(',\n  ')}
)`;
}

/** The expression that names the filter which excludes a row, and the condition that at most one filter does. */
function toFailed(selection: Selection): { readonly failed: string; readonly passes: readonly string[] } {
  const filters = [...groupFilters(selection)].map(([{ column, sql }, kept]) => ({
    name: column.name,
    passes: `coalesce(${toCondition(sql, kept)}, false)`,
  }));
  if (filters.length === 0) return { failed: "''", passes: [] };
  const cases = filters.map(({ name, passes }) => `when not ${passes} then '${name}'`);
  const failures = filters.map(({ passes }) => `case when ${passes} then 0 else 1 end`);
  return {
    failed: `case ${cases.join(' ')} else '' end`,
    passes: filters.length > 1 ? [`${failures.join(' + ')} <= 1`] : [],
  };
}
