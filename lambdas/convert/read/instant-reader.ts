import { isDay } from '../../../glue/calendar.ts';
import { colon, dash, space, zero } from './ascii.ts';

/** A text read as a time: the time in UTC, or why it is refused. */
export type InstantReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: 'not_a_time' | 'too_many_decimals' | 'out_of_range' };

const shape =
  /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;

/**
 * Reads a time as ISO 8601 and RFC 3339 write it: `YYYY-MM-DD`, a space or `T`, `HH:MM:SS`, then a fraction or none,
 * then `Z`, an offset from UTC, or nothing, which means UTC.
 *
 * @param allowsDate whether a date alone is its midnight
 * @returns `YYYY-MM-DD HH:MM:SS` in UTC, followed by `.mmm` where there are milliseconds
 */
export function readInstantText(text: string, allowsDate: boolean): InstantReading {
  if (isInstant(text)) return { ok: true, value: text };
  const [, date = '', time, fraction = '', offset = 'Z'] = shape.exec(text) ?? [];
  const local = `${date} ${time ?? '00:00:00'}`;
  if (!isInstant(local) || (time === undefined && !allowsDate)) return { ok: false, code: 'not_a_time' };
  if (/[^0]/.test(fraction.slice(3))) return { ok: false, code: 'too_many_decimals' };
  const utc = offset === 'Z' ? local : toUtc(local, offset);
  if (!isInstant(utc)) return { ok: false, code: 'out_of_range' };
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  return { ok: true, value: milliseconds === '000' ? utc : `${utc}.${milliseconds}` };
}

/** Converts a local time to UTC; the result is not a valid time where its year is before 0001 or after 9999. */
function toUtc(local: string, offset: string): string {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)) * (offset.length > 3 ? 1 : 0);
  const ahead = offset.startsWith('-') ? -minutes : minutes;
  const milliseconds = new Date(`${local.replace(' ', 'T')}Z`).getTime() - ahead * 60_000;
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('.000Z', '');
}

/** Whether a text is `YYYY-MM-DD HH:MM:SS` and names a real time of the years 0001 to 9999. */
function isInstant(text: string): boolean {
  if (text.length !== 19) return false;
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash || text.charCodeAt(10) !== space)
    return false;
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return false;
  const year = readTwoDigits(text, 0) * 100 + readTwoDigits(text, 2);
  const isTime =
    readTwoDigits(text, 11) <= 23 && readTwoDigits(text, 14) <= 59 && readTwoDigits(text, 17) <= 59;
  return isTime && year >= 1 && year <= 9999 && isDay(year, readTwoDigits(text, 5), readTwoDigits(text, 8));
}

/** The number of two digits; a number out of every range where they are not digits. */
function readTwoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1_000_000;
}
