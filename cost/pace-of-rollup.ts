import { assumed, type Load } from './load.ts';
import type { Figures } from './read-inputs.ts';

/** How often a day is computed, and what one computation takes. */
export interface DayPace {
  readonly secondsEach: number;
  readonly timesPerDay: number;
}

/**
 * The computations of a day of some bets while files touch it all day long.
 *
 * @param bets how many the day has while it is computed
 */
export function toDayPace(load: Load, figures: Figures, bets: number): DayPace {
  const millions = bets / 1e6;
  const filesCount = Math.max(1, bets / load.betsPerFile);
  const cores = load.rollupMib / assumed.mibPerCore;
  const cpuSeconds =
    millions * figures.rollup_cpu_seconds_per_million + filesCount * figures.rollup_cpu_seconds_per_file;
  const secondsEach =
    cpuSeconds / cores +
    (millions * (figures.curated_bytes_per_million + figures.activity_bytes_per_million)) /
      assumed.bytesPerSecond +
    // The ledger's records are read 32 at a time, files 16 at a time; the rest one after another.
    (filesCount / 32 + filesCount / 16 + 10) * assumed.requestSeconds;
  const rest = Math.min(load.dayIntervalSeconds, secondsEach * assumed.restPerWork);
  const touchesPerDay = load.betsPerDay / load.betsPerFile;
  const interval = Math.max(load.touchWindowSeconds, rest, secondsEach);
  // Without rest, each of the pollers has a batch of the day's touches, and computes the day for it.
  const pollers = rest > load.touchWindowSeconds ? 1 : assumed.pollers;
  return { secondsEach, timesPerDay: Math.min(touchesPerDay, (86_400 / interval) * pollers) };
}

/** Computations a day of today, half full on average, and of the days before it that files touch too. */
export function listDayPaces(load: Load, figures: Figures): DayPace[] {
  const today = toDayPace(load, figures, load.betsPerDay / 2);
  const whole = toDayPace(load, figures, load.betsPerDay);
  const before = Math.max(0, load.datesPerFile - 1);
  return [today, { ...whole, timesPerDay: whole.timesPerDay * before }];
}
