/*
 * Days, as text `YYYY-MM-DD`, and the periods they are in: the Gregorian calendar, UTC. The page in the browser uses
 * it too, so it imports nothing.
 */

export const dayMs = 86_400_000;

/** The day that an instant is in. */
export function toDate(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** `YYYY-MM-DD HH:MM:SS` of an instant, its milliseconds left out. */
export function toDateTime(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether a text is a day that the calendar has, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return year !== undefined && isDay(Number(year), Number(month), Number(day));
}

/** Whether the calendar has a day of this year, month (from 1) and day (from 1). */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

/** The day so many days later; of a negative number, earlier. */
export function addDays(date: string, days: number): string {
  return toDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs));
}

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
      return toDate(new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)), 0)));
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

function toWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
