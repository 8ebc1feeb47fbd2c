import { toDate, toDayNumber } from './calendar.ts';

/** The Monday of the ISO week in which a date falls. */
export function toIsoWeekStart(date: string): string {
  const dayNumber = toDayNumber(date);
  // 1970-01-01 was a Thursday, three days after a Monday.
  const daysAfterMonday = (((dayNumber + 3) % 7) + 7) % 7;
  return toDate(dayNumber - daysAfterMonday);
}
