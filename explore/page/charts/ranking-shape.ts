import type { QueryResult } from '../../contract.ts';
import { cellsOf, type Row, toLength } from '../data/result-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import type { ChartColour, ChartShape } from './configuration.ts';

export interface RankingOptions {
  readonly rows: readonly Row[];
  readonly label: (row: Row) => string;
  readonly title?: (row: Row) => string;
  /** Columns whose lengths are drawn, one behind the other. */
  readonly measures: readonly { readonly name: string; readonly colour: ChartColour }[];
  readonly stacked?: boolean;
}

/** Horizontal bars, the greatest on top. */
export function toRankingShape(result: QueryResult, options: RankingOptions): ChartShape {
  const { rows, label, title = label, measures, stacked = false } = options;
  const cells = cellsOf(result);
  return {
    lying: true,
    stacked,
    labels: rows.map(label),
    titles: rows.map(title),
    series: measures.map(({ name, colour }) => {
      const column = result.columns.find((candidate) => candidate.name === name);
      return {
        title: column?.title ?? name,
        colour,
        values: rows.map((row) => toLength(cells(row, name))),
        texts: rows.map((row) => formatValue(cells(row, name), column?.kind ?? 'count')),
      };
    }),
  };
}
