import { useMemo } from 'preact/hooks';
import type { QueryResult } from '../../contract.ts';
import { ByCurrency } from '../charts/by-currency.tsx';
import { Chart } from '../charts/chart.tsx';
import type { ChartShape } from '../charts/configuration.ts';
import { cellsOf, type Row, toLength } from '../data/result-rows.ts';
import { useResult } from '../data/use-result.ts';
import { formatValue, groupDigits } from '../numbers/format-value.ts';
import { Figures } from '../parts/figures.tsx';
import { ResultCard } from '../parts/result-card.tsx';

/** How many players a step of a histogram has; the label below a bar is where its step begins. */
function toHistogramShape(
  result: QueryResult,
  rows: readonly Row[],
  what: 'bets_count' | 'spent_amount',
): ChartShape {
  const cells = cellsOf(result);
  const [from, to] = [`from_${what}`, `to_${what}`].map((name) =>
    rows.map((row) => toShort(cells(row, name))),
  );
  return {
    labels: from?.map((text) => text ?? '') ?? [],
    titles: rows.map((_, index) => toRange(from?.[index] ?? '', to?.[index])),
    series: [
      {
        title: 'Players',
        colour: 'now',
        values: rows.map((row) => toLength(cells(row, 'players_count'))),
        texts: rows.map((row) => formatValue(cells(row, 'players_count'), 'count')),
      },
    ],
  };
}

/** The percentiles of one row, the lowest first: columns named `p10_…` to `p99_…`. */
function toPercentilesShape(result: QueryResult, row: Row): ChartShape {
  const found = result.columns.flatMap((column, index) => {
    const percent = /^p(\d+)_/.exec(column.name)?.[1];
    return percent === undefined ? [] : [{ column, percent, value: row[index] ?? null }];
  });
  return {
    labels: found.map(({ percent }) => `p${percent}`),
    titles: found.map(({ percent }) => `${percent} % of players have at most`),
    series: [
      {
        title: 'Value',
        colour: 'now',
        values: found.map(({ value }) => toLength(value)),
        texts: found.map(({ value, column }) => formatValue(value, column.kind)),
      },
    ],
  };
}

/** How many players played so many games; numbers of games that nobody played keep their place. */
function toGamesShape(result: QueryResult): ChartShape {
  const cells = cellsOf(result);
  const players = new Map(
    result.rows.map((row) => [Number(cells(row, 'distinct_games_count')), cells(row, 'players_count')]),
  );
  const most = Math.min(mostGames, Math.max(...players.keys()));
  const counts = Array.from({ length: most }, (_, index) => players.get(index + 1) ?? '0');
  return {
    labels: counts.map((_, index) => String(index + 1)),
    titles: counts.map((_, index) => `${index + 1} games`),
    series: [
      {
        title: 'Players',
        colour: 'now',
        values: counts.map(toLength),
        texts: counts.map((count) => formatValue(count, 'count')),
      },
    ],
  };
}

/** As many bars as fit at a pixel each; the table has the others. */
const mostGames = 500;

/** `10.00` → `10`: whole steps need no places. */
function toShort(value: string | null): string | undefined {
  return value === null ? undefined : groupDigits(value.replace(/\.0+$/, ''));
}

function toRange(from: string, to: string | undefined): string {
  if (to === undefined) return `${from} and more`;
  return from === to ? from : `${from} to ${to}`;
}

interface SpreadChartProps {
  readonly shape: ChartShape;
  readonly label: string;
  readonly height?: number;
}

/** A chart of one series, summed up by its first dozen bars. */
function SpreadChart({ shape, label, height = 200 }: SpreadChartProps) {
  const [series] = shape.series;
  const parts = (shape.titles ?? shape.labels).map((name, index) => `${name}: ${series?.texts[index]}`);
  return <Chart shape={shape} label={label} summary={`${parts.slice(0, 12).join('; ')}.`} height={height} />;
}

/** How bets, money and games spread over players: a mean alone hides those who play most. */
export function Spread() {
  return (
    <section id="spread" aria-labelledby="spread-title">
      <header class="section-head">
        <h2 id="spread-title" tabIndex={-1}>
          Spread over players
        </h2>
        <p class="about">Over all the dates chosen, whatever the period.</p>
      </header>
      <div class="cards">
        <ResultCard
          name="bets-histogram"
          chart={(result) => <Histogram result={result} rows={result.rows} what="bets_count" />}
        />
        <ResultCard
          name="bets-distribution"
          figures={<BetsFigures />}
          chart={(result) => <Percentiles result={result} row={result.rows[0] ?? []} label={result.title} />}
        />
        <ResultCard
          name="spend-histogram"
          wide
          chart={(result) => (
            <ByCurrency result={result}>
              {(rows, currency) => (
                <Histogram result={result} rows={rows} what="spent_amount" unit={currency} height={150} />
              )}
            </ByCurrency>
          )}
        />
        <ResultCard
          name="spend-distribution"
          wide
          chart={(result) => (
            <ByCurrency result={result}>
              {([row = []], currency) => (
                <Percentiles result={result} row={row} label={`${result.title}, ${currency}`} height={150} />
              )}
            </ByCurrency>
          )}
        />
        <ResultCard name="games-distribution" wide chart={(result) => <GamesHistogram result={result} />} />
      </div>
    </section>
  );
}

function BetsFigures() {
  const { value } = useResult('bets-distribution', false);
  const row = value?.rows[0];
  const cell = (name: string) => (value && row ? cellsOf(value)(row, name) : null);
  return (
    <Figures
      figures={[
        { title: 'Mean', value: cell('mean_bets_count'), kind: 'number' },
        { title: 'Median', value: cell('p50_bets_count'), kind: 'number' },
        { title: 'Most', value: cell('max_bets_count') },
      ]}
    />
  );
}

interface HistogramProps {
  readonly result: QueryResult;
  readonly rows: readonly Row[];
  readonly what: 'bets_count' | 'spent_amount';
  readonly unit?: string;
  readonly height?: number;
}

function Histogram({ result, rows, what, unit = 'bets', height = 200 }: HistogramProps) {
  // The rows are those of this unit in the result.
  const shape = useMemo(() => toHistogramShape(result, rows, what), [result, unit, what]);
  return <SpreadChart shape={shape} label={`${result.title}, players by ${unit}`} height={height} />;
}

interface PercentilesProps {
  readonly result: QueryResult;
  readonly row: Row;
  readonly label: string;
  readonly height?: number;
}

function Percentiles({ result, row, label, height = 200 }: PercentilesProps) {
  const shape = useMemo(() => toPercentilesShape(result, row), [result, row]);
  return <SpreadChart shape={shape} label={label} height={height} />;
}

function GamesHistogram({ result }: { readonly result: QueryResult }) {
  const shape = useMemo(() => toGamesShape(result), [result]);
  return <SpreadChart shape={shape} label={`${result.title}, players by games`} />;
}
