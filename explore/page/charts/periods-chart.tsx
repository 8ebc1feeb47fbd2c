import { useMemo } from 'preact/hooks';
import type { Period, QueryResult } from '../../contract.ts';
import { cellsOf, indexOf, type Row, toLength } from '../data/result-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { toDays, toLongPeriod, toShortPeriod } from '../state/period.ts';
import { Chart, Legend } from './chart.tsx';
import type { ChartColour, ChartShape } from './configuration.ts';

interface PeriodsOptions {
  readonly by: Period;
  readonly rows: readonly Row[];
  readonly measures: readonly {
    readonly name: string;
    readonly colour: ChartColour;
    readonly title?: string;
  }[];
  readonly stacked?: boolean;
}

/** Bars over time, the period before beside each; lines where there are too many for bars. */
function toPeriodsShape(
  result: QueryResult,
  { by, rows, measures, stacked = false }: PeriodsOptions,
): ChartShape {
  const cells = cellsOf(result);
  const starts = rows.map((row) => cells(row, 'period_start') ?? '');
  const lines = !stacked && rows.length > mostBars;
  return {
    stacked,
    labels: starts.map((start) => toShortPeriod(start, by)),
    titles: starts.map((start) => toLongPeriod(start, by)),
    series: measures.map(({ name, colour, title }) => {
      const column = result.columns.find((candidate) => candidate.name === name);
      return {
        title: title ?? column?.title ?? name,
        colour,
        as: lines ? 'line' : 'bar',
        dashed: name.startsWith('previous_'),
        values: rows.map((row) => toLength(cells(row, name))),
        texts: rows.map((row) => formatValue(cells(row, name), column?.kind ?? 'count')),
      };
    }),
  };
}

const mostBars = 62;

export interface PeriodsChartProps extends Omit<PeriodsOptions, 'by'> {
  readonly result: QueryResult;
  readonly label: string;
  readonly height?: number;
  readonly legend?: boolean;
}

/** Measures over time; a click on a period keeps its days alone. */
export function PeriodsChart({
  result,
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
  // By the names: `measures` is a new array at every render.
  const shape = useMemo(
    () => toPeriodsShape(result, { by, rows, measures, stacked }),
    [result, rows.length, rows[0], names],
  );
  const [first] = shape.series;
  const last = shape.titles?.at(-1);
  function pick(index: number): void {
    const start = rows[index]?.[indexOf(result, 'period_start')];
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
