import { useMemo } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { ByCurrency } from '../charts/by-currency.tsx';
import { Chart } from '../charts/chart.tsx';
import type { ChartShape } from '../charts/configuration.ts';
import { cellsOf, type Row, toLength } from '../data/result-rows.ts';
import { useAnswer } from '../data/use-result.ts';
import { formatValue, groupDigits } from '../numbers/format-value.ts';
import { Figures } from '../parts/figures.tsx';
import { AnswerCard } from '../parts/result-card.tsx';

/** How many players a step of a histogram has; below a bar stands where its step begins. */
function toHistogramShape(
  answer: Answer,
  rows: readonly Row[],
  what: 'bets_count' | 'spent_amount',
): ChartShape {
  const cells = cellsOf(answer);
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
function toPercentilesShape(answer: Answer, row: Row): ChartShape {
  const found = answer.columns.flatMap((column, index) => {
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
function toGamesShape(answer: Answer): ChartShape {
  const cells = cellsOf(answer);
  const players = new Map(
    answer.rows.map((row) => [Number(cells(row, 'distinct_games_count')), cells(row, 'players_count')]),
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

/** What a bar of a pixel leaves room for; the table has the rest. */
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

/** How bets, money and games spread over players: a mean alone hides who plays most. */
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
        <AnswerCard
          name="bets-histogram"
          chart={(answer) => <Histogram answer={answer} rows={answer.rows} what="bets_count" />}
        />
        <AnswerCard
          name="bets-distribution"
          figures={<BetsFigures />}
          chart={(answer) => <Percentiles answer={answer} row={answer.rows[0] ?? []} label={answer.title} />}
        />
        <AnswerCard
          name="spend-histogram"
          wide
          chart={(answer) => (
            <ByCurrency answer={answer}>
              {(rows, currency) => (
                <Histogram answer={answer} rows={rows} what="spent_amount" unit={currency} height={150} />
              )}
            </ByCurrency>
          )}
        />
        <AnswerCard
          name="spend-distribution"
          wide
          chart={(answer) => (
            <ByCurrency answer={answer}>
              {([row = []], currency) => (
                <Percentiles answer={answer} row={row} label={`${answer.title}, ${currency}`} height={150} />
              )}
            </ByCurrency>
          )}
        />
        <AnswerCard name="games-distribution" wide chart={(answer) => <GamesHistogram answer={answer} />} />
      </div>
    </section>
  );
}

function BetsFigures() {
  const { value } = useAnswer('bets-distribution', false);
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
  readonly answer: Answer;
  readonly rows: readonly Row[];
  readonly what: 'bets_count' | 'spent_amount';
  readonly unit?: string;
  readonly height?: number;
}

function Histogram({ answer, rows, what, unit = 'bets', height = 200 }: HistogramProps) {
  // The rows are the answer's, of this unit.
  const shape = useMemo(() => toHistogramShape(answer, rows, what), [answer, unit, what]);
  return <SpreadChart shape={shape} label={`${answer.title}, players by ${unit}`} height={height} />;
}

interface PercentilesProps {
  readonly answer: Answer;
  readonly row: Row;
  readonly label: string;
  readonly height?: number;
}

function Percentiles({ answer, row, label, height = 200 }: PercentilesProps) {
  const shape = useMemo(() => toPercentilesShape(answer, row), [answer, row]);
  return <SpreadChart shape={shape} label={label} height={height} />;
}

function GamesHistogram({ answer }: { readonly answer: Answer }) {
  const shape = useMemo(() => toGamesShape(answer), [answer]);
  return <SpreadChart shape={shape} label={`${answer.title}, players by games`} />;
}
