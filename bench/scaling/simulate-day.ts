import { assumed, type Load, toDayRefreshes } from '../../cost/load.ts';
import type { Figures } from '../../cost/read-inputs.ts';

/**
 * How a day's bets spread over its hours: few in the small hours, most in the evening, at the busiest hour about
 * twice the average. Assumed, as of a platform whose players live in a few time zones.
 */
const hourly = [
  2.9, 2.1, 1.5, 1.2, 1.1, 1.3, 1.8, 2.5, 3.1, 3.6, 4.0, 4.3, 4.6, 4.7, 4.7, 4.8, 5.1, 5.6, 6.4, 7.3, 8.0,
  7.9, 6.7, 4.8,
];
const whole = hourly.reduce((sum, share) => sum + share, 0);

/** The share of a day's bets that is placed in a minute of it; the 1,440 of them add up to 1. */
export function toMinuteShare(minute: number): number {
  const at = minute / 60 - 0.5;
  const hour = Math.floor(at);
  const share = (index: number) => hourly[(index + 24) % 24] as number;
  const between = at - hour;
  return (share(hour) * (1 - between) + share(hour + 1) * between) / whole / 60;
}

export interface SimulationOptions {
  readonly load: Load;
  readonly figures: Figures;
  /** Objects converted at once, at most. */
  readonly convertConcurrency: number;
}

/** A minute of the simulated day. */
interface Minute {
  readonly minute: number;
  readonly filesLanded: number;
  /** Files that wait for a function at the minute's end. */
  readonly filesWaiting: number;
  /** Functions that convert, on average. */
  readonly converting: number;
  /** How old the oldest waiting file is. */
  readonly queueAgeSeconds: number;
  /** How old what the rollup shows of today is. */
  readonly rollupLagSeconds: number;
  /** How long the last rollup of today took. */
  readonly rollupSeconds: number;
}

/** A day, minute by minute, and how often today was rolled up. */
export interface SimulatedDay {
  readonly minutes: readonly Minute[];
  readonly rollupsCount: number;
}

/** What a file takes to be converted by one function. */
export function toConvertSeconds({ load, figures }: Pick<SimulationOptions, 'load' | 'figures'>): number {
  const millions = load.betsPerFile / 1e6;
  const landed = figures.line_bytes * 1e6 * (load.gzip ? figures.gzip_ratio : 1);
  return (
    millions * figures.convert_cpu_seconds_per_million * Math.max(1, assumed.mibPerCore / load.convertMib) +
    (millions * (landed + figures.curated_bytes_per_million)) / assumed.bytesPerSecond +
    (6 + load.datesPerFile) * assumed.requestSeconds
  );
}

/**
 * Simulates a day: files land as bets are placed and wait for one of the functions that convert; the day is refreshed
 * once an invalidation has waited for the refresh delay, with all that was converted by then. Nothing is left to
 * chance: equal options, equal days.
 *
 * A second is the smallest step; what lands is a flow, what is rolled up are single computations.
 */
export function simulateDay(options: SimulationOptions): SimulatedDay {
  const { load, figures, convertConcurrency } = options;
  const filesPerDay = load.betsPerDay / load.betsPerFile;
  const capacity = convertConcurrency / toConvertSeconds(options);
  let landed = 0;
  let converted = 0;
  /** Files landed by each second's end: the oldest that waits landed when this passed what is converted. */
  const landedBy: number[] = [];
  let oldest = 0;
  /** Since when a converted file is not in any refresh. */
  let invalidSince: number | undefined;
  let running: { readonly ends: number; readonly shows: number; readonly seconds: number } | undefined;
  let shownUntil = 0;
  let rolledUpFiles = 0;
  let rollupSeconds = 0;
  let rollupsCount = 0;
  const minutes: Minute[] = [];
  for (let minute = 0; minute < 1440; minute++) {
    const perSecond = (toMinuteShare(minute) * filesPerDay) / 60;
    const convertedBefore = converted;
    for (let second = minute * 60; second < minute * 60 + 60; second++) {
      landed += perSecond;
      landedBy.push(landed);
      converted = Math.min(landed, converted + capacity);
      while (oldest < second && (landedBy[oldest] as number) <= converted) oldest++;
      if (running && second >= running.ends) {
        shownUntil = running.shows;
        rollupSeconds = running.seconds;
        running = undefined;
      }
      // Less than a file has nothing to show.
      if (converted - rolledUpFiles >= Math.min(1, filesPerDay)) invalidSince ??= second;
      if (!running && invalidSince !== undefined && second >= invalidSince + load.refreshDelaySeconds) {
        const { secondsEach } = toDayRefreshes(load, figures, converted * load.betsPerFile);
        running = { ends: second + secondsEach, shows: oldest, seconds: secondsEach };
        invalidSince = undefined;
        rolledUpFiles = converted;
        rollupsCount++;
      }
    }
    const now = minute * 60 + 60;
    const waiting = landed - converted;
    minutes.push({
      minute,
      filesLanded: perSecond * 60,
      filesWaiting: waiting,
      converting: ((converted - convertedBefore) / 60) * toConvertSeconds(options),
      queueAgeSeconds: waiting > 1e-9 ? now - 1 - oldest : 0,
      rollupLagSeconds: now - shownUntil,
      rollupSeconds,
    });
  }
  return { minutes, rollupsCount };
}
