import { useEffect, useState } from 'preact/hooks';
import type { SliceColumn, SliceValue } from '../../contract.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';

/** The chosen dates and filters, each with a way to remove it. */
export function Chips() {
  const { lake, source, state, go, toggle } = useExplorer();
  const { where, from, to, ...rest } = state.value;
  const hasDates = from !== undefined || to !== undefined;
  if (where.length === 0 && !hasDates) return null;
  const titleOf = (name: string) => lake.columns.find((column) => column.name === name)?.title ?? name;
  if (source.report) {
    return (
      <ul class="chips" aria-label="Chosen">
        {hasDates && <li class="chip">{showDates(from, to)}</li>}
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
            {showDates(from, to)} <span aria-hidden="true">×</span>
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

function showDates(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `until ${to}`;
  if (to === undefined) return `since ${from}`;
  return from === to ? from : `${from} to ${to}`;
}

/** The name that a value is shown by: an empty one is NULL, a country's code gets its name. */
export function nameValue(column: string, value: string): string {
  if (value === '') return '(none)';
  if (column !== 'country_code' || !/^[A-Z]{2}$/.test(value)) return value;
  const name = countries.of(value);
  return name === undefined || name === value ? value : `${value} ${name}`;
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** The slicers: beside the results, or folded away above them on a phone. */
export function SlicerPanel() {
  const { state } = useExplorer();
  const narrow = useNarrow();
  const { length } = state.value.where;
  if (!narrow) {
    return (
      <aside aria-labelledby="slicers-title" class="side">
        <Slicers />
      </aside>
    );
  }
  return (
    <aside aria-label="Slicers" class="drawer">
      <details>
        <summary>Slice{length > 0 ? ` (${length} chosen)` : ''}</summary>
        <Slicers />
      </details>
    </aside>
  );
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const follow = () => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return narrow;
}

const query = matchMedia('(max-width: 60rem)');

interface SlicerProps {
  readonly column: SliceColumn;
  readonly open: boolean;
}

/** The values of one column, each with how many bets it has. */
function Slicer({ column, open }: SlicerProps) {
  const { slices, state, toggle } = useExplorer();
  const [searched, setSearched] = useState('');
  const [all, setAll] = useState(false);
  const found = slices.status.value.value?.columns.find((candidate) => candidate.column === column.name);
  const chosen = state.value.where
    .filter((filter) => filter.column === column.name)
    .map(({ value }) => value);
  const values = found?.values ?? [];
  const most = values.reduce((length, { betsCount }) => Math.max(length, Number(betsCount)), 0);
  const wanted = searched.trim().toLowerCase();
  const matching = values.filter(({ value }) => nameValue(column.name, value).toLowerCase().includes(wanted));
  const shown = all || wanted !== '' ? matching : keepFirst(matching, chosen);
  const left = matching.length - shown.length;
  return (
    <details class="slicer" open={open || chosen.length > 0} data-column={column.name}>
      <summary title={column.meaning}>
        <span>{column.title}</span>
        <span class="tally">
          {chosen.length > 0 ? `${chosen.length} of ` : ''}
          {found ? groupDigits(String(values.length + found.more)) : ''}
          <span class="unseen"> values</span>
        </span>
      </summary>
      {values.length > fewValues && (
        <input
          type="search"
          placeholder="Find"
          aria-label={`Find in ${column.title}`}
          value={searched}
          onInput={({ currentTarget }) => setSearched(currentTarget.value)}
        />
      )}
      <ul>
        {shown.map((value) => (
          <Value
            key={value.value}
            column={column}
            value={value}
            most={most}
            chosen={chosen.includes(value.value)}
            onToggle={() => toggle({ column: column.name, value: value.value })}
          />
        ))}
      </ul>
      {matching.length === 0 && <p class="muted">{wanted === '' ? 'No values.' : 'No such value.'}</p>}
      {left > 0 && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          Show {left} more
        </button>
      )}
      {found && found.more > 0 && (
        <p class="muted">{groupDigits(String(found.more))} values with fewer bets are not listed.</p>
      )}
    </details>
  );
}

interface ValueProps {
  readonly column: SliceColumn;
  readonly value: SliceValue;
  readonly most: number;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

function Value({ column, value, most, chosen, onToggle }: ValueProps) {
  const { source } = useExplorer();
  const share = most === 0 ? 0 : Number(value.betsCount) / most;
  return (
    <li>
      <label class="value">
        <span class="bar" style={{ width: `${share * 100}%` }} />
        <input
          type="checkbox"
          checked={chosen}
          disabled={source.report !== undefined}
          data-value={value.value}
          onChange={onToggle}
        />
        <span class="name">{nameValue(column.name, value.value)}</span>
        <span class="count">
          {groupDigits(value.betsCount)}
          <span class="unseen"> bets</span>
        </span>
      </label>
    </li>
  );
}

/** The first values, and the chosen ones wherever they are in the list. */
function keepFirst(values: readonly SliceValue[], chosen: readonly string[]): readonly SliceValue[] {
  return values.filter(({ value }, index) => index < fewValues || chosen.includes(value));
}

const fewValues = 8;

/** Every column to slice by: the five used most, then the raw codes. */
function Slicers() {
  const { lake, source, state } = useExplorer();
  const main = lake.columns.filter((column) => column.main);
  const codes = lake.columns.filter((column) => !column.main);
  const { where } = state.value;
  const choosesCode = codes.some(({ name }) => where.some(({ column }) => column === name));
  return (
    <div class="slicers">
      <h2 id="slicers-title">Slice by</h2>
      {source.report && <p class="muted">A report cannot be sliced; to slice, run betlake explore.</p>}
      {main.map((column, index) => (
        <Slicer key={column.name} column={column} open={index < openAtFirst} />
      ))}
      <details class="codes" open={choosesCode}>
        <summary>More codes</summary>
        {codes.map((column) => (
          <Slicer key={column.name} column={column} open={false} />
        ))}
      </details>
    </div>
  );
}

const openAtFirst = 3;
