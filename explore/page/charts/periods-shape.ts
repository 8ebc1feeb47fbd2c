import type { Answer, Period } from '../../contract.ts';
import { cellsOf, type Row, toLength } from '../data/answer-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import { toLongPeriod, toShortPeriod } from '../state/period.ts';
import type { ChartShape } from './configuration.ts';
import type { ChartColour } from './palette.ts';

export interface PeriodsOptions {
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
export function toPeriodsShape(
  answer: Answer,
  { by, rows, measures, stacked = false }: PeriodsOptions,
): ChartShape {
  const cells = cellsOf(answer);
  const starts = rows.map((row) => cells(row, 'period_start') ?? '');
  const lines = !stacked && rows.length > mostBars;
  return {
    stacked,
    labels: starts.map((start) => toShortPeriod(start, by)),
    titles: starts.map((start) => toLongPeriod(start, by)),
    series: measures.map(({ name, colour, title }) => {
      const column = answer.columns.find((candidate) => candidate.name === name);
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
