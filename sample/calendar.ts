import { dayMs, isDate } from '../glue/calendar.ts';
import type { Day } from './layout.ts';
import type { Random } from './random.ts';

const daySeconds = dayMs / 1000;
const pad2 = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** Days since 1970-01-01 of a `YYYY-MM-DD`, or undefined where there is no such day. */
export function toDay(date: string): number | undefined {
  return isDate(date) ? Date.parse(`${date}T00:00:00Z`) / dayMs : undefined;
}

/**
 * `YYYY-MM-DD` of a number of days since 1970-01-01; in whole numbers, as `Date` would take most of the time.
 *
 * @see Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days
 */
export function formatDate(day: number): string {
  const sinceMarch = day + 719_468;
  const era = Math.floor(sinceMarch / 146_097);
  const ofEra = sinceMarch - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${pad2[month]}-${pad2[dayOfMonth]}`;
}

/** The first second of a day, counted from 1970-01-01 00:00:00. */
export function startOfDay(day: number): number {
  return day * daySeconds;
}

/** The last second of a day. */
export function endOfDay(day: number): number {
  return (day + 1) * daySeconds - 1;
}

let formattedDay = Number.NaN;
let formattedDate = '';

/** `YYYY-MM-DD HH:MM:SS` of seconds since 1970-01-01; keeps the text of the last date, which most calls repeat. */
export function formatInstant(seconds: number): string {
  const day = Math.floor(seconds / daySeconds);
  if (day !== formattedDay) {
    formattedDate = formatDate(day);
    formattedDay = day;
  }
  const second = seconds - day * daySeconds;
  const minute = Math.floor(second / 60);
  return `${formattedDate} ${pad2[Math.floor(minute / 60)]}:${pad2[minute % 60]}:${pad2[second % 60]}`;
}

/** How busy each hour is, from midnight: quiet at night, most in the evening. */
const hourWeights = [3, 2, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 7, 9, 11, 12, 11, 8, 5];
const hourStarts = hourWeights.map((_, hour) => hourWeights.slice(0, hour).reduce((sum, w) => sum + w, 0));
const dayWeight = hourWeights.reduce((sum, weight) => sum + weight, 0);

/** The second of the day at which line `position` of `count` falls; never falls as the position rises. */
export function toSecondOfDay(position: number, count: number): number {
  const reached = (position * dayWeight) / count;
  let hour = 23;
  while ((hourStarts[hour] as number) > reached) hour--;
  const into = (reached - (hourStarts[hour] as number)) / (hourWeights[hour] as number);
  return hour * 3600 + Math.floor(into * 3600);
}

/** How many lines a second fall at a second of the day, of `count` that are spread over it. */
function toLinesPerSecond(second: number, count: number): number {
  return (count * (hourWeights[Math.floor(second / 3600)] as number)) / (dayWeight * 3600);
}

/** Seconds between two stakes of a session, on average. */
const secondsPerRound = 4.5;
/** Lines that come of a stake, on average. */
const linesPerStake = 1.2;
/** In how many seconds sessions that are ahead of the day's course are to meet it again. */
const horizon = 45;

/**
 * The clock of the sessions under way: in a round each of them stakes once, 3 to 6 seconds after its last stake. How
 * many there are follows from how busy the hour is, so that the day's lines fill the day.
 */
export class SessionClock {
  /** When the round began, in seconds since 1970-01-01. */
  round = 0;
  #day: Day = { day: 0, firstLine: 0, endLine: 0 };

  startDay(day: Day): void {
    this.#day = day;
    this.round = Math.max(this.round, startOfDay(day.day));
  }

  /**
   * Begins the next round.
   *
   * @param isIdle whether nobody plays, so that time may pass until the next line is due
   * @returns how many sessions play in it
   */
  startRound(random: Random, line: number, isIdle: boolean): number {
    const { day, firstLine, endLine } = this.#day;
    const second = toSecondOfDay(line - firstLine, endLine - firstLine);
    const due = startOfDay(day) + second;
    this.round += 3 + random.below(4);
    if (isIdle && this.round < due) this.round = due + random.below(4);
    const ahead = this.round - due;
    const stakesPerSecond = toLinesPerSecond(second, endLine - firstLine) / linesPerStake;
    const sessions = Math.round(secondsPerRound * (1 + ahead / horizon) * stakesPerSecond);
    return Math.max(1, sessions);
  }
}
