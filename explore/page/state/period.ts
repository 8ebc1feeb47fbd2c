import { addDays, toPeriodEnd, toPeriodStart, toPreviousStart } from '../../../glue/calendar.ts';
import type { Lake, PageState, Period } from '../../contract.ts';

/** First and last day, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of the period that starts on `start`. */
export function toDays(start: string, by: Period): Days {
  return { from: start, to: toPeriodEnd(by, start) };
}

/** Whether the chosen dates, or the lake's, leave out days of the period: its figures are then not those of a whole one. */
export function isPartial(start: string, { by, from, to }: PageState, lake: Lake): boolean {
  const days = toDays(start, by);
  const first = from ?? lake.firstDate ?? days.from;
  const last = to ?? lake.lastDate ?? days.to;
  return days.from < first || days.to > last;
}

/** `25 Oct`, with the year where `year` says so: what stands below a bar. */
export function toShortPeriod(start: string, by: Period): string {
  const [year = '', month = '', day = ''] = start.split('-');
  if (by === 'year') return year;
  const name = months[Number(month) - 1] ?? month;
  return by === 'month' ? `${name} ${year}` : `${Number(day)} ${name}`;
}

/** `week of 25 Oct 2021`: what a sentence says. */
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

/** Dates that are often wanted, counted from the lake's last day: an export may lie years back. */
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
