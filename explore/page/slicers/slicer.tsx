import { useState } from 'preact/hooks';
import type { SliceColumn, SliceValue } from '../../contract.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { nameValue } from './name-value.ts';

export interface SlicerProps {
  readonly column: SliceColumn;
  readonly open: boolean;
}

/** The values of one column, each with how many bets it has. */
export function Slicer({ column, open }: SlicerProps) {
  const { slices, state, toggle } = useExplorer();
  const [searched, setSearched] = useState('');
  const [all, setAll] = useState(false);
  const found = slices.asked.value.value?.columns.find((candidate) => candidate.column === column.name);
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
        <p class="muted">{groupDigits(String(found.more))} values of fewer bets are not listed.</p>
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

/** The first values, and those chosen wherever they stand. */
function keepFirst(values: readonly SliceValue[], chosen: readonly string[]): readonly SliceValue[] {
  return values.filter(({ value }, index) => index < fewValues || chosen.includes(value));
}

const fewValues = 8;
