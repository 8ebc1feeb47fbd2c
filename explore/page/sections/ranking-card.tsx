import { useMemo } from 'preact/hooks';
import type { MetricName, QueryResult } from '../../contract.ts';
import { Chart } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf, type Row, rowsOfPeriod, withoutColumns } from '../data/result-rows.ts';
import { type Figure, Figures, NoRowsHere, OpenButton } from '../parts/figures.tsx';
import { ResultCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { toLongPeriod } from '../state/period.ts';

export interface RankingCardProps {
  readonly name: MetricName;
  readonly at: string | undefined;
  readonly figures: readonly Figure[];
  readonly measure: string;
  readonly label: (cell: (name: string) => string | null) => string;
  readonly title?: (cell: (name: string) => string | null) => string;
}

/** One of the four questions: its figures, and the ranking of the period in view. */
export function RankingCard({ name, at, figures, measure, label, title = label }: RankingCardProps) {
  const { state } = useExplorer();
  const { by, question } = state.value;
  const period = at === undefined ? '' : toLongPeriod(at, by);
  const bars = question === name ? 20 : 10;
  return (
    <ResultCard
      name={name}
      wide={question === name}
      figures={<Figures figures={figures} />}
      controls={<OpenButton question={name} />}
      tableIsOpen
      table={(result) => ({
        ...withoutColumns(result, rowsOfPeriod(result, at), ['period_start']),
        first: question === name ? 20 : 5,
      })}
      chart={(result) => <Ranking {...{ result, at, measure, label, title, bars, period }} />}
    />
  );
}

interface RankingProps extends Required<Pick<RankingCardProps, 'at' | 'measure' | 'label' | 'title'>> {
  readonly result: QueryResult;
  readonly bars: number;
  readonly period: string;
}

function Ranking({ result, at, measure, label, title, bars, period }: RankingProps) {
  const rows = useMemo(() => rowsOfPeriod(result, at).slice(0, bars), [result, at, bars]);
  // `label` and `title` are the same functions at every render.
  const shape = useMemo(() => {
    const cells = cellsOf(result);
    const cellOf = (row: Row) => (column: string) => cells(row, column);
    return toRankingShape(result, {
      rows,
      label: (row) => label(cellOf(row)),
      title: (row) => title(cellOf(row)),
      measures: [{ name: measure, colour: 'now' }],
    });
  }, [result, rows, measure]);
  const [first] = shape.series;
  if (rows.length === 0) return <NoRowsHere result={result} />;
  return (
    <Chart
      shape={shape}
      label={`${result.title}, ${period}`}
      summary={`First is ${shape.titles?.[0]} with ${first?.texts[0]}.`}
      height={30 + bars * 22}
    />
  );
}
