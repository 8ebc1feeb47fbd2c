import { isDate } from '../calendar.ts';
import { findSlice, type Slice, slices } from '../slices.ts';
import { toSqlText } from '../sql.ts';
import { joins, type RowValue } from './joins.ts';

/** Which rows of the rollup a query reads. */
export interface Selection {
  /** Values to keep, by column: any of a column's, all of the columns'. An empty value is NULL. */
  readonly where: readonly { readonly column: string; readonly value: string }[];
  /** The first and last bet date, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Days among them to leave out, the last one not included. */
  readonly leftOut?: { readonly from: string; readonly before: string } | undefined;
}

/**
 * The relations of the lake that a query reads and the rows that it selects: from its `from` to its `where`.
 *
 * @param read values of a row that the query reads, beside those of its filters
 * @param conditions of its own, beside those of the selection
 */
export function toFromWhere(
  selection: Selection,
  read: readonly RowValue[] = [],
  conditions: readonly string[] = [],
): string {
  const filtered = [...groupFilters(selection)];
  const values = [...read, ...filtered.map(([slice]) => slice)];
  const joined = new Set(values.flatMap((value) => value.joins ?? []));
  const all = [
    ...toDateConditions(selection),
    ...filtered.map(([{ sql }, kept]) => toCondition(sql, kept)),
    ...conditions,
  ];
  return [
    'from activity',
    ...[...joined].map((name) => joins[name]),
    `where ${all.length > 0 ? all.join('\n    and ') : 'true'}`,
  ].join('\n  ');
}

/** The filters by their slice. */
export function groupFilters({ where }: Selection): Map<Slice, string[]> {
  const values = new Map<Slice, string[]>();
  for (const { column, value } of where) {
    const slice = mustFindSlice(column);
    values.set(slice, [...(values.get(slice) ?? []), value]);
  }
  return values;
}

/** Whether a value is one of those to keep; NULL rather than false where it is NULL and that is not among them. */
export function toCondition(sql: string, kept: readonly string[]): string {
  const texts = kept.filter((value) => value !== '').map(toSqlText);
  const parts = texts.length > 0 ? [`cast(${sql} as varchar) in (${texts.join(', ')})`] : [];
  if (kept.includes('')) parts.push(`${sql} is null`);
  return parts.length > 1 ? `(${parts.join(' or ')})` : parts.join('');
}

function toDateConditions({ from, to, leftOut }: Selection): string[] {
  return [
    ...(from === undefined ? [] : [`activity.bet_date >= ${toDateLiteral(from)}`]),
    ...(to === undefined ? [] : [`activity.bet_date <= ${toDateLiteral(to)}`]),
    ...(leftOut === undefined
      ? []
      : [
          `not (activity.bet_date >= ${toDateLiteral(leftOut.from)} and activity.bet_date < ${toDateLiteral(leftOut.before)})`,
        ]),
  ];
}

/** @throws Error where the text is no date */
export function toDateLiteral(text: string): string {
  if (!isDate(text)) throw new Error(`expected a date YYYY-MM-DD, got ${text}`);
  return `date ${toSqlText(text)}`;
}

/** @throws Error naming the columns that there are */
export function mustFindSlice(name: string): Slice {
  const slice = findSlice(name);
  if (!slice)
    throw new Error(
      `no column ${name} to slice by; there are ${slices.map(({ column }) => column.name).join(', ')}`,
    );
  return slice;
}
