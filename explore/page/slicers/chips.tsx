import { useExplorer } from '../state/explorer.ts';
import { nameValue } from './name-value.ts';

/** What is chosen, each to be taken away. */
export function Chips() {
  const { lake, source, state, go, toggle } = useExplorer();
  const { where, from, to, ...rest } = state.value;
  const hasDates = from !== undefined || to !== undefined;
  if (where.length === 0 && !hasDates) return null;
  const titleOf = (name: string) => lake.columns.find((column) => column.name === name)?.title ?? name;
  if (source.report) {
    return (
      <ul class="chips" aria-label="Chosen">
        {hasDates && <li class="chip">{sayDates(from, to)}</li>}
        {where.map(({ column, value }) => (
          <li class="chip" key={`${column}:${value}`}>
            {titleOf(column)}: {nameValue(column, value)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul class="chips" aria-label="Chosen">
      {hasDates && (
        <li>
          <button type="button" class="chip" onClick={() => go({ ...rest, where })}>
            <span class="unseen">Remove </span>
            {sayDates(from, to)} <span aria-hidden="true">×</span>
          </button>
        </li>
      )}
      {where.map((filter) => (
        <li key={`${filter.column}:${filter.value}`}>
          <button type="button" class="chip" onClick={() => toggle(filter)}>
            <span class="unseen">Remove </span>
            {titleOf(filter.column)}: {nameValue(filter.column, filter.value)}{' '}
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      {where.length + Number(hasDates) > 1 && (
        <li>
          <button type="button" class="quiet" onClick={() => go({ ...rest, where: [] })}>
            Remove all
          </button>
        </li>
      )}
    </ul>
  );
}

function sayDates(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `until ${to}`;
  if (to === undefined) return `since ${from}`;
  return from === to ? from : `${from} to ${to}`;
}
