import { addDays, toPeriodEnd, toPeriodStart, toPreviousStart } from '../../../glue/calendar.ts';
import type { Lake, PageState, Period } from '../../contract.ts';
import { cellsOf, type Row, valuesOf } from '../data/result-rows.ts';
import { useResult } from '../data/use-result.ts';
import { useExplorer } from './explorer.ts';

/** The period that figures and rankings show, and what happened in it. */
export interface Focus {
  /** Undefined until the trend is loaded, and where nothing was bet. */
  readonly at: string | undefined;
  /** Every period with bets, the newest last. */
  readonly periods: readonly string[];
  /** A cell of the trend's row of this period. */
  readonly cell: (name: string) => string | null;
}

/** The period that the user chose, or the last one that has bets. */
export function useFocus(): Focus {
  const { view } = useExplorer();
  const { value: trend } = useResult('trend');
  if (!trend) return { at: undefined, periods: [], cell: () => null };
  const cells = cellsOf(trend);
  const periods = valuesOf(trend, 'period_start');
  const chosen = view.value.at;
  const at = chosen !== undefined && periods.includes(chosen) ? chosen : periods.at(-1);
  const row: Row | undefined = trend.rows.find((candidate) => cells(candidate, 'period_start') === at);
  return { at, periods, cell: (name) => (row ? cells(row, name) : null) };
}

/** First and last day, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of the period that starts on `start`. */
export function toDays(start: string, by: Period): Days {
  return { from: start, to: toPeriodEnd(by, start) };
}

/** Whether the chosen dates, or the lake's, leave out days of the period: its figures then cover a part of it alone. */
export function isPartial(start: string, { by, from, to }: PageState, lake: Lake): boolean {
  const days = toDays(start, by);
  const first = from ?? lake.firstDate ?? days.from;
  const last = to ?? lake.lastDate ?? days.to;
  return days.from < first || days.to > last;
}

/** `25 Oct`, with the year where `year` says so: the label below a bar. */
export function toShortPeriod(start: string, by: Period): string {
  const [year = '', month = '', day = ''] = start.split('-');
  if (by === 'year') return year;
  const name = months[Number(month) - 1] ?? month;
  return by === 'month' ? `${name} ${year}` : `${Number(day)} ${name}`;
}

/** `week of 25 Oct 2021`: as in a sentence. */
export function toLongPeriod(start: string, by: Period): string {
  const year = start.slice(0, 4);
  switch (by) {
    case 'day':
      return `${toShortPeriod(start, by)} ${year}`;
    case 'week':
      return `week of ${toShortPeriod(start, by)} ${year}`;
    case 'month':
    case 'year':
      return toShortPeriod(start, by);
  }
}

/** Frequent choices of dates, counted back from the lake's last day: an export may be years old. */
export function toQuickChoices({ firstDate, lastDate }: Lake): { title: string; days: Days | undefined }[] {
  if (firstDate === null || lastDate === null) return [];
  const thisMonth = toPeriodStart('month', lastDate);
  return [
    { title: 'Last 7 days', days: { from: addDays(lastDate, -6), to: lastDate } },
    { title: 'This month', days: { from: thisMonth, to: lastDate } },
    { title: 'Last month', days: toDays(toPreviousStart('month', thisMonth), 'month') },
    { title: 'All', days: undefined },
  ];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The currencies that bets were made in, the one of the most bets first: those chosen, where some are. Amounts are
 * shown one currency at a time or side by side, never added up.
 */
export function useCurrencies(): readonly string[] {
  const { lake, slices, state } = useExplorer();
  const chosen = state.value.where
    .filter(({ column }) => column === currencyColumn)
    .map(({ value }) => value);
  const ranked = slices.status.value.value?.columns
    .find(({ column }) => column === currencyColumn)
    ?.values.filter(({ betsCount }) => betsCount !== '0')
    .map(({ value }) => value);
  const all = ranked ?? lake.currencies;
  return chosen.length > 0 ? all.filter((currency) => chosen.includes(currency)) : all;
}

/** The currency that the user chose for rankings, or the first one present. */
export function useCurrency(present: readonly string[]): string | undefined {
  const { view } = useExplorer();
  const ordered = useCurrencies();
  const chosen = view.value.currency;
  if (chosen !== undefined && present.includes(chosen)) return chosen;
  return ordered.find((currency) => present.includes(currency)) ?? present[0];
}

export const currencyColumn = 'player_ccy_code';
