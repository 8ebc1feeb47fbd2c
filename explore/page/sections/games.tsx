import { useMemo } from 'preact/hooks';
import type { QueryColumn, QueryResult } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf, withoutColumns } from '../data/result-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import { ResultCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { toLongPeriod } from '../state/period.ts';

/** Which games lead in the last period, and how that changed. */
export function Games() {
  return (
    <section id="games" aria-labelledby="games-title">
      <header class="section-head">
        <h2 id="games-title" tabIndex={-1}>
          Games and their changes
        </h2>
      </header>
      <div class="cards">
        <ResultCard
          name="games-ranking"
          wide
          tableIsOpen
          table={(result) => ({
            ...withoutColumns(result, result.rows, ['period_start']),
            show: showChange,
          })}
          chart={(result) => <GamesChart result={result} />}
        />
      </div>
    </section>
  );
}

function GamesChart({ result }: { readonly result: QueryResult }) {
  const { state } = useExplorer();
  const { by } = state.value;
  const shape = useMemo(() => {
    const cells = cellsOf(result);
    const rows = result.rows.slice(0, 15);
    return toRankingShape(result, {
      rows,
      label: (row) => cells(row, 'game_name') ?? '–',
      title: (row) => `${cells(row, 'popularity_rank')}. ${cells(row, 'game_name')}`,
      measures: [
        { name: 'bets_count', colour: 'now' },
        { name: 'previous_bets_count', colour: 'before' },
      ],
    });
  }, [result]);
  const start = result.rows[0]?.[0] ?? '';
  const [now, before] = shape.series;
  return (
    <>
      <Legend
        series={[
          { title: toLongPeriod(start, by), colour: 'now' },
          { title: `the ${by} before`, colour: 'before' },
        ]}
      />
      <Chart
        shape={shape}
        label={`${result.title}, ${toLongPeriod(start, by)} and the ${by} before`}
        summary={`First is ${shape.labels[0]} with ${now?.texts[0]} bets, ${before?.texts[0]} before.`}
        height={30 + shape.labels.length * 28}
      />
    </>
  );
}

/** Places won and lost, also in words for a screen reader. */
function showChange({ name, kind }: QueryColumn, value: string | null) {
  if (name !== 'rank_change') return undefined;
  if (value === null) return <span class="muted">new</span>;
  const places = value.replace('-', '');
  if (places === '0') return <span class="muted">{formatValue(value, kind)}</span>;
  const up = !value.startsWith('-');
  return (
    <span class={up ? 'good' : 'bad'}>
      <span aria-hidden="true">{up ? '▲' : '▼'} </span>
      <span class="unseen">{up ? 'up ' : 'down '}</span>
      {places}
    </span>
  );
}
