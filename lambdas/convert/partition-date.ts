import { isDay, toDate } from '../../glue/calendar.ts';
import type { DateRange } from '../../glue/derive/line-reader.ts';

/**
 * The date that the rows of a players or games object are filed under: the first date in its landing key
 * (`2021-10-04`, `2021/10/04`) that is a real day in range, else the UTC day it was last modified, held
 * within the range.
 */
export function toPartitionDate(landingKey: string, lastModified: Date, dates: DateRange): string {
  const found = [...landingKey.matchAll(/(?<!\d)(\d{4})([-/])(\d{2})\2(\d{2})(?!\d)/g)];
  for (const [, year, , month, day] of found) {
    const date = `${year}-${month}-${day}`;
    if (isDay(Number(year), Number(month), Number(day)) && date >= dates.first && date <= dates.last)
      return date;
  }
  const modified = toDate(lastModified);
  return modified < dates.first ? dates.first : modified > dates.last ? dates.last : modified;
}
