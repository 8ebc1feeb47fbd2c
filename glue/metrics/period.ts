/** What metrics go by, and what the views call it. */
export const periods = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' } as const;
export type Period = keyof typeof periods;

/**
 * The first day of the period that a day is in.
 *
 * @param date `YYYY-MM-DD`
 */
export function toPeriodStart(by: Period, date: string): string {
  switch (by) {
    case 'day':
      return date;
    case 'week':
      return addDays(date, -((toWeekday(date) + 6) % 7));
    case 'month':
      return `${date.slice(0, 7)}-01`;
    case 'year':
      return `${date.slice(0, 4)}-01-01`;
  }
}

/** The last day of the period that begins with `start`. */
export function toPeriodEnd(by: Period, start: string): string {
  switch (by) {
    case 'day':
      return start;
    case 'week':
      return addDays(start, 6);
    case 'month':
      // Day 0 of the next month.
      return new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)), 0))
        .toISOString()
        .slice(0, 10);
    case 'year':
      return `${start.slice(0, 4)}-12-31`;
  }
}

/** The first day of the period one step before the one that begins with `start`. */
export function toPreviousStart(by: Period, start: string): string {
  return toPeriodStart(by, addDays(start, -1));
}

/** The same in SQL, of a column that holds the first days of periods. */
export function toPreviousStartSql(by: Period, column: string): string {
  const step = by === 'week' ? "interval '7' day" : `interval '1' ${by}`;
  return `cast(${column} - ${step} as date)`;
}

/** The day so many days later; of a negative number, earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function toWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

const dayMs = 86_400_000;
