import { cellsOf, type Row, valuesOf } from '../data/answer-rows.ts';
import { useAnswer } from '../data/use-answer.ts';
import { useExplorer } from './explorer.ts';

/** The period that figures and rankings show, and what happened in it. */
export interface Focus {
  /** Undefined until the trend is known, and where nothing was bet. */
  readonly at: string | undefined;
  /** Every period with bets, the newest last. */
  readonly periods: readonly string[];
  /** A cell of the trend's row of this period. */
  readonly cell: (name: string) => string | null;
}

/** The period somebody chose, or the last one that has bets. */
export function useFocus(): Focus {
  const { view } = useExplorer();
  const { value: trend } = useAnswer('trend');
  if (!trend) return { at: undefined, periods: [], cell: () => null };
  const cells = cellsOf(trend);
  const periods = valuesOf(trend, 'period_start');
  const chosen = view.value.at;
  const at = chosen !== undefined && periods.includes(chosen) ? chosen : periods.at(-1);
  const row: Row | undefined = trend.rows.find((candidate) => cells(candidate, 'period_start') === at);
  return { at, periods, cell: (name) => (row ? cells(row, name) : null) };
}
