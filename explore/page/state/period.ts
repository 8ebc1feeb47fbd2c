import type { Lake, PageState, Period } from '../../contract.ts';

/** First and last day, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of the period that starts on `start`. */
export function toDays(start: string, by: Period): Days {
  switch (by) {
    case 'day':
      return { from: start, to: start };
    case 'week':
      return { from: start, to: addDays(start, 6) };
    case 'month':
      return { from: start, to: lastOfMonth(start) };
    case 'year':
      return { from: start, to: `${start.slice(0, 4)}-12-31` };
  }
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
  const thisMonth = `${lastDate.slice(0, 7)}-01`;
  const lastMonth = `${addDays(thisMonth, -1).slice(0, 7)}-01`;
  return [
    { title: 'Last 7 days', days: { from: addDays(lastDate, -6), to: lastDate } },
    { title: 'This month', days: { from: thisMonth, to: lastDate } },
    { title: 'Last month', days: { from: lastMonth, to: lastOfMonth(lastMonth) } },
    { title: 'All', days: undefined },
  ];
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function lastOfMonth(day: string): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  date.setUTCDate(0);
  return date.toISOString().slice(0, 10);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
