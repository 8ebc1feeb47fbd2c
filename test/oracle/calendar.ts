/** Days since 1970-01-01 of a date of the Gregorian calendar, `YYYY-MM-DD`. */
export function toDayNumber(date: string): number {
  return countDays(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

function countDays(year: number, month: number, day: number): number {
  // Years that begin in March put the leap day last, so that 153 days make five months.
  const marchYear = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719468;
}

/** The date of a day number, counting on from a year that is surely not too late. */
export function toDate(dayNumber: number): string {
  let year = 1970 + Math.floor(dayNumber / (dayNumber < 0 ? 365 : 366));
  while (countDays(year + 1, 1, 1) <= dayNumber) year += 1;
  let rest = dayNumber - countDays(year, 1, 1);
  let month = 1;
  while (rest >= daysOfMonth(year, month)) {
    rest -= daysOfMonth(year, month);
    month += 1;
  }
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(rest + 1, 2)}`;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a text of the shape `YYYY-MM-DD` names a day; the calendar has no year 0. */
export function isRealDate(date: string): boolean {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8, 10));
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

/** The UTC date of a point in time. */
export function toUtcDate(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
