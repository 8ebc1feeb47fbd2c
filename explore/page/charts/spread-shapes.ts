import type { Answer } from '../../contract.ts';
import { cellsOf, type Row, toLength } from '../data/answer-rows.ts';
import { formatValue } from '../numbers/format-value.ts';
import type { ChartShape } from './configuration.ts';

/** How many players a step of a histogram has. */
export function toHistogramShape(
  answer: Answer,
  rows: readonly Row[],
  label: (row: Row) => string,
): ChartShape {
  const cells = cellsOf(answer);
  return {
    labels: rows.map(label),
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
export function toPercentilesShape(answer: Answer, row: Row): ChartShape {
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
export function toGamesShape(answer: Answer): ChartShape {
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
