import { useState } from 'preact/hooks';
import type { QueryResult } from '../../contract.ts';
import { ByCurrency } from '../charts/by-currency.tsx';
import { Legend } from '../charts/chart.tsx';
import { PeriodsChart } from '../charts/periods-chart.tsx';
import { indexOf } from '../data/result-rows.ts';
import { Choices } from '../parts/choices.tsx';
import { ResultCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { toDays, toLongPeriod } from '../state/period.ts';

/** Counts and money over time, each beside the period before. */
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
        <ResultCard
          name="money"
          wide
          controls={<Legend series={moneySeries} />}
          table={(result) => ({ pick: pick(result) })}
          chart={(result) => (
            <ByCurrency result={result}>
              {(rows, currency) => (
                <PeriodsChart
                  result={result}
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
    <ResultCard
      name="trend"
      wide
      controls={<Choices title="Measure" choices={measures} chosen={measure} onChoose={setMeasure} />}
      table={(result) => ({ pick: pick(result) })}
      chart={(result) => (
        <PeriodsChart
          result={result}
          rows={result.rows}
          legend
          measures={[
            { name: `previous_${measure}`, title: `The ${state.value.by} before`, colour: 'before' },
            { name: measure, colour: 'now' },
          ]}
          label={`${result.title}: ${measures.find(({ value }) => value === measure)?.title}`}
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

/** What a click on a period's row does; nothing in a report, which cannot query again. */
function usePeriodPick() {
  const { source, state, go } = useExplorer();
  const { by } = state.value;
  return (result: QueryResult) => {
    if (source.report) return undefined;
    const startOf = (row: readonly (string | null)[]) => row[indexOf(result, 'period_start')] ?? '';
    return {
      label: (row: readonly (string | null)[]) => `Keep ${toLongPeriod(startOf(row), by)} alone`,
      onPick: (row: readonly (string | null)[]) => go({ ...state.value, ...toDays(startOf(row), by) }),
    };
  };
}
