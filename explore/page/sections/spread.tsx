import { useMemo } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { AnswerCard } from '../cards/answer-card.tsx';
import { ByCurrency } from '../charts/by-currency.tsx';
import { SpreadChart } from '../charts/spread-chart.tsx';
import { toGamesShape, toHistogramShape, toPercentilesShape } from '../charts/spread-shapes.ts';
import { cellsOf, type Row } from '../data/answer-rows.ts';
import { useAnswer } from '../data/use-answer.ts';
import { Figures } from '../questions/figures.tsx';

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
