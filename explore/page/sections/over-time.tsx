import { useState } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { ByCurrency } from '../charts/by-currency.tsx';
import { Legend } from '../charts/chart.tsx';
import { PeriodsChart } from '../charts/periods-chart.tsx';
import { indexOf } from '../data/result-rows.ts';
import { Choices } from '../parts/choices.tsx';
import { AnswerCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { toDays, toLongPeriod } from '../state/period.ts';

/** How counts and money went, the period before beside each. */
export function OverTime() {
  const pick = usePeriodPick();
  return (
    <section id="over-time" aria-labelledby="over-time-title">
      <header class="section-head">
        <h2 id="over-time-title" tabIndex={-1}>
          Over time
        </h2>
      </header>
      <div class="cards">
        <TrendCard pick={pick} />
        <AnswerCard
          name="money"
          wide
          controls={<Legend series={moneySeries} />}
          table={(answer) => ({ pick: pick(answer) })}
          chart={(answer) => (
            <ByCurrency answer={answer}>
              {(rows, currency) => (
                <PeriodsChart
                  answer={answer}
                  rows={rows}
                  measures={moneySeries}
                  stacked
                  height={150}
                  label={`Real and bonus money spent in ${currency}`}
                />
              )}
            </ByCurrency>
          )}
        />
      </div>
    </section>
  );
}

const moneySeries = [
  { name: 'real_spent_amount', title: 'Real money', colour: 'now' },
  { name: 'bonus_spent_amount', title: 'Bonus money', colour: 'bonus' },
] as const;

function TrendCard({ pick }: { readonly pick: ReturnType<typeof usePeriodPick> }) {
  const [measure, setMeasure] = useState<Measure>('bets_count');
  const { state } = useExplorer();
  return (
    <AnswerCard
      name="trend"
      wide
      controls={<Choices title="Measure" choices={measures} chosen={measure} onChoose={setMeasure} />}
      table={(answer) => ({ pick: pick(answer) })}
      chart={(answer) => (
        <PeriodsChart
          answer={answer}
          rows={answer.rows}
          legend
          measures={[
            { name: `previous_${measure}`, title: `The ${state.value.by} before`, colour: 'before' },
            { name: measure, colour: 'now' },
          ]}
          label={`${answer.title}: ${measures.find(({ value }) => value === measure)?.title}`}
        />
      )}
    />
  );
}

const measures = [
  { value: 'bets_count', title: 'Bets' },
  { value: 'staked_bets_count', title: 'Staked bets' },
  { value: 'distinct_players_count', title: 'Players' },
  { value: 'distinct_games_count', title: 'Games' },
] as const;
type Measure = (typeof measures)[number]['value'];

/** What tables of periods offer on a row's first cell; a report offers nothing, it cannot ask again. */
function usePeriodPick() {
  const { source, state, go } = useExplorer();
  const { by } = state.value;
  return (answer: Answer) => {
    if (source.report) return undefined;
    const startOf = (row: readonly (string | null)[]) => row[indexOf(answer, 'period_start')] ?? '';
    return {
      says: (row: readonly (string | null)[]) => `Keep ${toLongPeriod(startOf(row), by)} alone`,
      onPick: (row: readonly (string | null)[]) => go({ ...state.value, ...toDays(startOf(row), by) }),
    };
  };
}
