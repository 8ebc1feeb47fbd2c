import type { Answer } from '../../contract.ts';
import { cellsOf, type Row, toLength } from '../data/answer-rows.ts';
import { formatValue, groupDigits } from '../numbers/format-value.ts';
import type { ChartShape } from './configuration.ts';

/** How many players a step of a histogram has; below a bar stands where its step begins. */
export function toHistogramShape(
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

/** `10.00` → `10`: whole steps need no places. */
function toShort(value: string | null): string | undefined {
  return value === null ? undefined : groupDigits(value.replace(/\.0+$/, ''));
}

function toRange(from: string, to: string | undefined): string {
  if (to === undefined) return `${from} and more`;
  return from === to ? from : `${from} to ${to}`;
}
