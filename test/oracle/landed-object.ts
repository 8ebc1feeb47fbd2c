import { isRealDate, toDate, toDayNumber, toUtcDate } from './calendar.ts';
import { DATASET_COLUMNS, type Dataset } from './columns.ts';
import type { DateRange } from './read-line.ts';

/** A file as it landed. */
export interface LandedObject {
  /** `<dataset>/<path>` */
  readonly key: string;
  /** The inflated content. */
  readonly bytes: Buffer;
  readonly lastModified: Date;
  /** The first date that was set when it was loaded. @default that of the options */
  readonly firstDate?: string | undefined;
}

export interface OracleOptions {
  /** The time of the load; bets may be dated up to the day after. */
  readonly now: Date;
  /** @default 2015-01-01 */
  readonly firstDate?: string;
  /** The sign that debits are written with. @default negative */
  readonly debits?: 'negative' | 'positive';
  /** Transaction types that place a bet even for nothing. @default 1 */
  readonly stakeTypes?: readonly number[];
  /** The `bet_status_code`s that void a bet. @default none */
  readonly voidStatuses?: readonly string[];
}

export function toDateRange(options: OracleOptions): DateRange {
  return {
    first: options.firstDate ?? '2015-01-01',
    last: toDate(toDayNumber(toUtcDate(options.now)) + 1),
  };
}

export function toDataset(key: string): Dataset {
  const dataset = key.slice(0, Math.max(key.indexOf('/'), 0));
  if (!Object.hasOwn(DATASET_COLUMNS, dataset)) {
    throw new Error(`expected a key under ${Object.keys(DATASET_COLUMNS).join('/, ')}/, got ${key}`);
  }
  return dataset as Dataset;
}

/** The date of a players or games object: the first in its key that is real and in range, else when it was put. */
export function toObjectDate(object: LandedObject, range: DateRange): string {
  const shape = /(?<![0-9])([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})(?![0-9])/g;
  for (const [, year, , month, day] of object.key.matchAll(shape)) {
    const date = `${year}-${month}-${day}`;
    if (isRealDate(date) && date >= range.first && date <= range.last) return date;
  }
  return toUtcDate(object.lastModified);
}
