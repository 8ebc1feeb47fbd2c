import { useMemo, useState } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf } from '../data/result-rows.ts';
import { AnswerCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';

/** Whether the data can be relied on; of the whole lake, whatever is chosen. */
export function Health() {
  const { source } = useExplorer();
  const [seeks, setSeeks] = useState(false);
  return (
    <section id="health" aria-labelledby="health-title">
      <header class="section-head">
        <h2 id="health-title" tabIndex={-1}>
          Health of the data
        </h2>
        <p class="about">Of the whole lake, whatever is chosen above.</p>
      </header>
      <div class="cards">
        <AnswerCard
          name="signs"
          wide
          tableIsOpen
          empty="The debits of every file have the sign that the setting says."
          chart={() => (
            <div class="notice bad" role="alert">
              <p>
                <strong>What was spent has the wrong sign.</strong> Set "debits" in the lake's lake.json, or
                in cdk.json for a deployed lake, to what was seen; then ingest again, or deploy.
              </p>
            </div>
          )}
        />
        <AnswerCard name="freshness" tableIsOpen empty="Nothing has been loaded yet." />
        <AnswerCard
          name="loads-by-day"
          empty="Nothing has been loaded yet."
          chart={(answer) => <Loads answer={answer} />}
        />
        <AnswerCard
          name="refusals"
          wide
          tableIsOpen
          empty="No line was refused."
          chart={(answer) => <Refusals answer={answer} />}
        />
        <AnswerCard name="unknowns" tableIsOpen empty="Every player and game of a bet is known." />
        <AnswerCard name="currencies" tableIsOpen empty="The currency of every player of a bet is known." />
        <AnswerCard
          name="conflicts"
          tableIsOpen
          wanted={seeks || source.report !== undefined}
          empty="No bet contradicts another."
        >
          <p>
            <button type="button" onClick={() => setSeeks(true)}>
              Look for conflicts
            </button>{' '}
            <span class="about">It reads every row of bets and of players.</span>
          </p>
        </AnswerCard>
        <AnswerCard
          name="player-conflicts"
          tableIsOpen
          wanted={seeks || source.report !== undefined}
          empty="No player has several currencies."
        />
      </div>
    </section>
  );
}

function Loads({ answer }: { readonly answer: Answer }) {
  const shape = useMemo(() => {
    const cells = cellsOf(answer);
    return toRankingShape(answer, {
      rows: answer.rows.slice(-12),
      label: (row) => `${cells(row, 'loaded_date')} ${cells(row, 'dataset')}`,
      measures: [
        { name: 'accepted', colour: 'good' },
        { name: 'quarantined', colour: 'bad' },
      ],
      stacked: true,
    });
  }, [answer]);
  return (
    <>
      <Legend series={shape.series} />
      <Chart
        shape={shape}
        label={answer.title}
        summary={shape.labels
          .map(
            (name, index) =>
              `${name}: ${shape.series.map(({ title, texts }) => `${title} ${texts[index]}`).join(', ')}`,
          )
          .join('; ')}
        height={30 + shape.labels.length * 26}
      />
    </>
  );
}

function Refusals({ answer }: { readonly answer: Answer }) {
  const shape = useMemo(() => {
    const cells = cellsOf(answer);
    return {
      longestLabel: 36,
      ...toRankingShape(answer, {
        rows: answer.rows.slice(0, 10),
        label: (row) => [cells(row, 'column'), cells(row, 'code')].filter(Boolean).join(' '),
        title: (row) =>
          [cells(row, 'dataset'), cells(row, 'column'), cells(row, 'code')].filter(Boolean).join(' '),
        measures: [{ name: 'lines_count', colour: 'bad' }],
      }),
    };
  }, [answer]);
  const [first] = shape.series;
  return (
    <Chart
      shape={shape}
      label={answer.title}
      summary={`Most frequent is ${shape.titles?.[0]} on ${first?.texts[0]} lines.`}
      height={30 + shape.labels.length * 22}
    />
  );
}
