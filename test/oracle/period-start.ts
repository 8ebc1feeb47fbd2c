import { toIsoWeekStart } from './iso-week.ts';

export const GRAINS = ['daily', 'weekly', 'monthly', 'yearly'] as const;

export type Grain = (typeof GRAINS)[number];

/** A function that gives the first day of the period of a date; it caches each date. */
export function createPeriodStart(grain: Grain): (date: string) => string {
  const known = new Map<string, string>();
  return (date) => {
    let start = known.get(date);
    if (start === undefined) {
      start = toPeriodStart(grain, date);
      known.set(date, start);
    }
    return start;
  };
}

export function toPeriodStart(grain: Grain, date: string): string {
  if (grain === 'daily') return date;
  if (grain === 'weekly') return toIsoWeekStart(date);
  return grain === 'monthly' ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-01-01`;
}
