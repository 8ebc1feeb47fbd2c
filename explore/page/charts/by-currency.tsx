import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { QueryResult } from '../../contract.ts';
import { indexOf, type Row } from '../data/result-rows.ts';
import { useExplorer } from '../state/explorer.ts';
import { currencyColumn, useCurrencies } from '../state/period.ts';

export interface ByCurrencyProps {
  readonly result: QueryResult;
  readonly children: (rows: readonly Row[], currency: string) => ComponentChildren;
}

/** A small chart for each currency, side by side, each with its own scale: their amounts are never added up. */
export function ByCurrency({ result, children }: ByCurrencyProps) {
  const { source, state, toggle } = useExplorer();
  const [all, setAll] = useState(false);
  const ordered = useCurrencies();
  const groups = groupRows(result);
  const present = [...groups.keys()].toSorted((a, b) => place(ordered, a) - place(ordered, b));
  const shown = all ? present : present.slice(0, mostAtFirst);
  const chosen = state.value.where
    .filter(({ column }) => column === currencyColumn)
    .map(({ value }) => value);
  return (
    <>
      <div class="multiples">
        {shown.map((currency) => (
          <fieldset key={currency} aria-label={currency}>
            <h4>
              {currency}{' '}
              {!source.report && (
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={chosen.includes(currency)}
                  onClick={() => toggle({ column: currencyColumn, value: currency })}
                >
                  {chosen.includes(currency) ? 'Drop' : 'Slice'}
                  <span class="unseen"> by {currency}</span>
                </button>
              )}
            </h4>
            {children(groups.get(currency) ?? [], currency)}
          </fieldset>
        ))}
      </div>
      {present.length > mostAtFirst && (
        <button type="button" class="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show ${mostAtFirst} currencies` : `Show all ${present.length} currencies`}
        </button>
      )}
    </>
  );
}

const mostAtFirst = 4;

function groupRows(result: QueryResult): Map<string, Row[]> {
  const index = indexOf(result, currencyColumn);
  const groups = new Map<string, Row[]>();
  for (const row of result.rows) {
    const currency = row[index] ?? '';
    const group = groups.get(currency);
    if (group) group.push(row);
    else groups.set(currency, [row]);
  }
  return groups;
}

function place(ordered: readonly string[], currency: string): number {
  const index = ordered.indexOf(currency);
  return index < 0 ? ordered.length : index;
}
