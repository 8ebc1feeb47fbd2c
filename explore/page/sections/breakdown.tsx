import { useMemo, useState } from 'preact/hooks';
import type { SliceColumn, SliceValue } from '../../contract.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartShape } from '../charts/configuration.ts';
import { divideDecimals, readDecimal } from '../numbers/decimal.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Disclosure } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { nameValue } from './slicers.tsx';

/** Bets by the values of one column; a bar slices by its value. */
export function Breakdown() {
  const { lake, slices } = useExplorer();
  const [name, setName] = useState(lake.columns[0]?.name ?? '');
  const column = lake.columns.find((candidate) => candidate.name === name);
  const found = slices.status.value.value?.columns.find((candidate) => candidate.column === name);
  return (
    <section id="breakdown" aria-labelledby="breakdown-title">
      <header class="section-head">
        <h2 id="breakdown-title" tabIndex={-1}>
          Breakdown of bets
        </h2>
        <label>
          By{' '}
          <select value={name} onChange={({ currentTarget }) => setName(currentTarget.value)}>
            {lake.columns.map((candidate) => (
              <option key={candidate.name} value={candidate.name}>
                {candidate.title}
              </option>
            ))}
          </select>
        </label>
      </header>
      <div class="cards">
        <article class="card wide" aria-label={`Bets by ${column?.title}`}>
          {column && found ? <ColumnBreakdown column={column} values={found.values} /> : <div class="room" />}
        </article>
      </div>
    </section>
  );
}

interface ColumnBreakdownProps {
  readonly column: SliceColumn;
  readonly values: readonly SliceValue[];
}

function ColumnBreakdown({ column, values }: ColumnBreakdownProps) {
  const { source, state, toggle } = useExplorer();
  const [showsTable, setShowsTable] = useState(false);
  const present = useMemo(() => values.filter(({ betsCount }) => betsCount !== '0'), [values]);
  const { where } = state.value;
  const shape = useMemo((): ChartShape => {
    const shown = present.slice(0, mostBars);
    const chosen = shown.flatMap(({ value }, index) =>
      where.some((filter) => filter.column === column.name && filter.value === value) ? [index] : [],
    );
    return {
      lying: true,
      labels: shown.map(({ value }) => nameValue(column.name, value)),
      chosen: new Set(chosen),
      series: [
        {
          title: 'Bets',
          colour: chosen.length > 0 ? 'before' : 'now',
          values: shown.map(({ betsCount }) => Number(betsCount)),
          texts: shown.map(({ betsCount }) => groupDigits(betsCount)),
        },
      ],
    };
  }, [column, present, where]);
  const pick = (value: string | null | undefined) => toggle({ column: column.name, value: value ?? '' });
  const title = `Bets by ${column.title}`;
  if (present.length === 0) return <p class="none">No bets match.</p>;
  const total = present.reduce((sum, { betsCount }) => sum + BigInt(betsCount), 0n);
  return (
    <>
      <p class="about">Within the dates and the slices of the other columns. {column.meaning}</p>
      <Chart
        shape={shape}
        label={title}
        summary={`${present.length} values; most bets have ${shape.labels[0]}, ${shape.series[0]?.texts[0]}.`}
        height={30 + shape.labels.length * 24}
        onPick={source.report ? undefined : (index) => pick(present[index]?.value)}
      />
      <div class="tools">
        <Disclosure of={title} panel="breakdown-table" open={showsTable} onToggle={setShowsTable}>
          Table
        </Disclosure>
      </div>
      {showsTable && (
        <div id="breakdown-table">
          <DataTable
            caption={title}
            columns={[
              { name: 'value', title: column.title, kind: 'text' },
              { name: 'bets_count', title: 'Bets', kind: 'count' },
              { name: 'bets_ratio', title: 'Of these bets', kind: 'ratio' },
            ]}
            rows={present.map(({ value, betsCount }) => [value, betsCount, toShare(betsCount, total)])}
            show={({ name }, value) => (name === 'value' ? nameValue(column.name, value ?? '') : undefined)}
            pick={
              source.report
                ? undefined
                : {
                    label: ([value]) => `Slice by ${nameValue(column.name, value ?? '')}`,
                    onPick: ([value]) => pick(value),
                  }
            }
          />
        </div>
      )}
    </>
  );
}

function toShare(part: string, total: bigint): string | null {
  const exact = readDecimal(part);
  return (exact && divideDecimals(exact, { units: total, places: 0 }, 6)) ?? null;
}

const mostBars = 15;
