import { useMemo, useState } from 'preact/hooks';
import type { QueryResult } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf } from '../data/result-rows.ts';
import { ResultCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';

/** Whether the data can be relied on, for the whole lake, whatever is chosen. */
export function Health() {
  const { source } = useExplorer();
  const [seeks, setSeeks] = useState(false);
  return (
    <section id="health" aria-labelledby="health-title">
      <header class="section-head">
        <h2 id="health-title" tabIndex={-1}>
          Health of the data
        </h2>
        <p class="about">For the whole lake, whatever is chosen above.</p>
      </header>
      <div class="cards">
        <ResultCard
          name="signs"
          wide
          tableIsOpen
          empty="The debits of every file have the sign that the setting says."
          chart={() => (
            <div class="notice bad" role="alert">
              <p>
                <strong>What was spent has the wrong sign.</strong> Set "debits" in the lake's lake.json, or
                in cdk.json for a deployed lake, to the sign in the table below; then ingest again, or deploy.
              </p>
            </div>
          )}
        />
        <ResultCard name="freshness" tableIsOpen empty="Nothing has been loaded yet." />
        <ResultCard
          name="loads-by-day"
          empty="Nothing has been loaded yet."
          chart={(result) => <Loads result={result} />}
        />
        <ResultCard
          name="refusals"
          wide
          tableIsOpen
          empty="No line was refused."
          chart={(result) => <Refusals result={result} />}
        />
        <ResultCard name="unknowns" tableIsOpen empty="Every player and game of a bet is known." />
        <ResultCard name="currencies" tableIsOpen empty="The currency of every player of a bet is known." />
        <ResultCard
          name="conflicts"
          tableIsOpen
          wanted={seeks || source.report !== undefined}
          empty="No bet contradicts another."
        >
          <p>
            <button type="button" onClick={() => setSeeks(true)}>
              Search for conflicts
            </button>{' '}
            <span class="about">It reads every row of bets and of players.</span>
          </p>
        </ResultCard>
        <ResultCard
          name="player-conflicts"
          tableIsOpen
          wanted={seeks || source.report !== undefined}
          empty="No player has several currencies."
        />
      </div>
    </section>
  );
}

function Loads({ result }: { readonly result: QueryResult }) {
  const shape = useMemo(() => {
    const cells = cellsOf(result);
    return toRankingShape(result, {
      rows: result.rows.slice(-12),
      label: (row) => `${cells(row, 'loaded_date')} ${cells(row, 'dataset')}`,
      measures: [
        { name: 'accepted', colour: 'good' },
        { name: 'quarantined', colour: 'bad' },
      ],
      stacked: true,
    });
  }, [result]);
  return (
    <>
      <Legend series={shape.series} />
      <Chart
        shape={shape}
        label={result.title}
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

function Refusals({ result }: { readonly result: QueryResult }) {
  const shape = useMemo(() => {
    const cells = cellsOf(result);
    return {
      longestLabel: 36,
      ...toRankingShape(result, {
        rows: result.rows.slice(0, 10),
        label: (row) => [cells(row, 'column'), cells(row, 'code')].filter(Boolean).join(' '),
        title: (row) =>
          [cells(row, 'dataset'), cells(row, 'column'), cells(row, 'code')].filter(Boolean).join(' '),
        measures: [{ name: 'lines_count', colour: 'bad' }],
      }),
    };
  }, [result]);
  const [first] = shape.series;
  return (
    <Chart
      shape={shape}
      label={result.title}
      summary={`Most frequent is ${shape.titles?.[0]} on ${first?.texts[0]} lines.`}
      height={30 + shape.labels.length * 22}
    />
  );
}
