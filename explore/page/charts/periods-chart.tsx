import { useMemo } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { indexOf } from '../data/answer-rows.ts';
import { useExplorer } from '../state/explorer.ts';
import { toDays } from '../state/period.ts';
import { Chart } from './chart.tsx';
import { Legend } from './legend.tsx';
import { type PeriodsOptions, toPeriodsShape } from './periods-shape.ts';

export interface PeriodsChartProps extends Omit<PeriodsOptions, 'by'> {
  readonly answer: Answer;
  readonly label: string;
  readonly height?: number;
  readonly legend?: boolean;
}

/** Measures over time; a click on a period keeps its days alone. */
export function PeriodsChart({
  answer,
  rows,
  measures,
  stacked = false,
  label,
  height,
  legend,
}: PeriodsChartProps) {
  const { source, state, go } = useExplorer();
  const { by } = state.value;
  const names = measures.map(({ name }) => name).join();
  // The names tell the measures apart, which are given anew each time.
  const shape = useMemo(
    () => toPeriodsShape(answer, { by, rows, measures, stacked }),
    [answer, rows.length, rows[0], names],
  );
  const [first] = shape.series;
  const last = shape.titles?.at(-1);
  function pick(index: number): void {
    const start = rows[index]?.[indexOf(answer, 'period_start')];
    if (start) go({ ...state.value, ...toDays(start, by) });
  }
  return (
    <>
      {legend && <Legend series={shape.series} />}
      <Chart
        shape={shape}
        label={label}
        summary={`${rows.length} periods; ${shape.series.map(({ title, texts }) => `${title} ${texts.at(-1)}`).join(', ')} in the last, ${last}; the most is ${mostOf(first?.values, first?.texts)}.`}
        onPick={source.report ? undefined : pick}
        {...(height !== undefined && { height })}
      />
    </>
  );
}

function mostOf(values: readonly number[] = [], texts: readonly string[] = []): string {
  const most = values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
  return texts[most] ?? '';
}
