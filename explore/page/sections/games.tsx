import { useMemo } from 'preact/hooks';
import type { Answer, AnswerColumn } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf, withoutColumns } from '../data/result-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import { AnswerCard } from '../parts/result-card.tsx';
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
        <AnswerCard
          name="games-ranking"
          wide
          tableIsOpen
          table={(answer) => ({
            ...withoutColumns(answer, answer.rows, ['period_start']),
            show: showChange,
          })}
          chart={(answer) => <GamesChart answer={answer} />}
        />
      </div>
    </section>
  );
}

function GamesChart({ answer }: { readonly answer: Answer }) {
  const { state } = useExplorer();
  const { by } = state.value;
  const shape = useMemo(() => {
    const cells = cellsOf(answer);
    const rows = answer.rows.slice(0, 15);
    return toRankingShape(answer, {
      rows,
      label: (row) => cells(row, 'game_name') ?? '–',
      title: (row) => `${cells(row, 'popularity_rank')}. ${cells(row, 'game_name')}`,
      measures: [
        { name: 'bets_count', colour: 'now' },
        { name: 'previous_bets_count', colour: 'before' },
      ],
    });
  }, [answer]);
  const start = answer.rows[0]?.[0] ?? '';
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
        label={`${answer.title}, ${toLongPeriod(start, by)} and the ${by} before`}
        summary={`First is ${shape.labels[0]} with ${now?.texts[0]} bets, ${before?.texts[0]} before.`}
        height={30 + shape.labels.length * 28}
      />
    </>
  );
}

/** Places won and lost, in words for who cannot see an arrow. */
function showChange({ name, kind }: AnswerColumn, value: string | null) {
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
