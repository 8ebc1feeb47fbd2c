import { filesAtOnce, requestsAtOnce } from '../lambdas/lake/map-bounded.ts';
import { assumed, type Load } from './load.ts';
import type { Figures } from './read-inputs.ts';

/** How often a day is refreshed, and what one refresh takes. */
export interface DayRefreshes {
  readonly secondsEach: number;
  readonly timesPerDay: number;
}

/**
 * The refreshes of a day of some bets while files hit it all day long: a delay after the first file that it does
 * not show, for all that has landed meanwhile, and none while another is under way.
 *
 * @param bets how many the day has while it is computed
 */
export function toDayRefreshes(load: Load, figures: Figures, bets: number): DayRefreshes {
  const millions = bets / 1e6;
  const filesCount = Math.max(1, bets / load.betsPerFile);
  const cores = load.rollupMib / assumed.mibPerCore;
  const cpuSeconds =
    millions * figures.rollup_cpu_seconds_per_million + filesCount * figures.rollup_cpu_seconds_per_file;
  const secondsEach =
    cpuSeconds / cores +
    (millions * (figures.curated_bytes_per_million + figures.activity_bytes_per_million)) /
      assumed.bytesPerSecond +
    // The ledger's records and the files are read so many at a time; the rest one after another.
    (filesCount / requestsAtOnce + filesCount / filesAtOnce + 10) * assumed.requestSeconds;
  // After a refresh comes the next file, then its delay.
  const untilNextFile = (86_400 * load.betsPerFile) / load.betsPerDay;
  const interval = Math.max(untilNextFile + load.refreshDelaySeconds, secondsEach);
  return { secondsEach, timesPerDay: 86_400 / interval };
}

/** Refreshes a day of today, half full on average, and of the days before it that files hit too. */
export function listDayRefreshes(load: Load, figures: Figures): DayRefreshes[] {
  const today = toDayRefreshes(load, figures, load.betsPerDay / 2);
  const whole = toDayRefreshes(load, figures, load.betsPerDay);
  const before = Math.max(0, load.datesPerFile - 1);
  return [today, { ...whole, timesPerDay: whole.timesPerDay * before }];
}
