import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { QueryColumn } from '../../contract.ts';
import type { Row } from '../data/result-rows.ts';
import { sortRows } from '../numbers/compare-values.ts';
import { formatValue, isNumeric } from '../numbers/format-value.ts';

export interface DataTableProps {
  /** What a screen reader calls the table. */
  readonly caption: string;
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly Row[];
  /** Rows shown until the user chooses to see all. */
  readonly first?: number;
  /** What a click on a row's first cell does, and its label. */
  readonly pick?: { readonly label: (row: Row) => string; readonly onPick: (row: Row) => void } | undefined;
  /** Shows a value in another way than its kind's. */
  readonly show?: ((column: QueryColumn, value: string | null, row: Row) => ComponentChildren) | undefined;
}

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** Rows as a table that can be sorted by every column, exactly. */
export function DataTable({ caption, columns, rows, first = 10, pick, show }: DataTableProps) {
  const [order, setOrder] = useState<Order>();
  const [all, setAll] = useState(false);
  const sortColumn = order && columns[order.column];
  const sorted = sortColumn ? sortRows(rows, order.column, sortColumn.kind, order.descending) : rows;
  const shown = all ? sorted : sorted.slice(0, first);

  function sortBy(column: number, numeric: boolean): void {
    const again = order?.column === column;
    setOrder({ column, descending: again ? !order.descending : numeric });
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard. */}
      <section class="scroll" tabIndex={0} aria-label={caption}>
        <table>
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ name, title, kind }, index) => (
                <th
                  key={name}
                  scope="col"
                  class={isNumeric(kind) ? 'number' : undefined}
                  aria-sort={
                    order?.column === index ? (order.descending ? 'descending' : 'ascending') : undefined
                  }
                >
                  <button type="button" onClick={() => sortBy(index, isNumeric(kind))}>
                    {title}
                    <span class="arrow" aria-hidden="true">
                      {order?.column === index ? (order.descending ? '▾' : '▴') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.join('\u0000')}>
                {columns.map((column, index) => {
                  const value = row[index] ?? null;
                  const text = show?.(column, value, row) ?? formatValue(value, column.kind);
                  const exact = column.kind === 'ratio' || column.kind === 'number' ? value : null;
                  return (
                    <td
                      key={column.name}
                      class={isNumeric(column.kind) ? 'number' : undefined}
                      title={exact ?? undefined}
                    >
                      {pick && index === 0 ? (
                        <button
                          type="button"
                          class="pick"
                          onClick={() => pick.onPick(row)}
                          title={pick.label(row)}
                        >
                          {text}
                        </button>
                      ) : (
                        text
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {sorted.length > first && (
        <button type="button" class="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the first ${first} rows` : `Show all ${sorted.length} rows`}
        </button>
      )}
    </>
  );
}
