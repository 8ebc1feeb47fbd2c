import { filesAtOnce, requestsAtOnce } from '../lambdas/core/map-bounded.ts';
import { defaultConfiguration } from '../lib/configuration.ts';
import type { Figures } from './read-inputs.ts';

const { memoryMib, refreshDelaySeconds, sweep, days } = defaultConfiguration;

/** The load of a deployment and its settings: everything that a bill depends on, except prices. */
export interface Load {
  readonly betsPerDay: number;
  /** Lines of a landing file of bets. */
  readonly betsPerFile: number;
  readonly gzip: boolean;
  /** Dates that a file has bets of: the day itself, and earlier days that it settles or restates. */
  readonly datesPerFile: number;
  /** The share of files that have a refused line. */
  readonly refusedShare: number;
  readonly queriesPerDay: number;
  /** Days of activity that a question reads. */
  readonly daysPerQuery: number;
  /** The share of activity's bytes that a question reads: some of its columns. */
  readonly columnsShare: number;
  /** Of the deployment's age: everything landed since its first day is stored. */
  readonly month: number;
  /** How long landing files are kept; the stack itself keeps them for ever. */
  readonly landingDays: number;
  readonly convertMib: number;
  readonly rollupMib: number;
  readonly sweepMib: number;
  readonly refreshDelaySeconds: number;
  readonly sweepsPerDay: number;
  readonly sweepWindowDays: number;
  readonly quarantineDays: number;
}

/** The stack's defaults, and a platform that lands a file of 100,000 lines at a time. */
export const defaultLoad: Load = {
  betsPerDay: 10_000_000,
  betsPerFile: 100_000,
  gzip: true,
  datesPerFile: 2,
  refusedShare: 0.1,
  queriesPerDay: 200,
  daysPerQuery: 31,
  columnsShare: 0.5,
  month: 12,
  landingDays: Number.POSITIVE_INFINITY,
  convertMib: memoryMib.convert,
  rollupMib: memoryMib.rollup,
  sweepMib: memoryMib.sweep,
  refreshDelaySeconds,
  sweepsPerDay: (24 * 60) / sweep.everyMinutes,
  sweepWindowDays: sweep.windowDays,
  quarantineDays: days.quarantine,
};

/** Figures of the cloud that are not measured here: they are assumed, and printed with every bill. */
export const assumed = {
  daysPerMonth: 30,
  /** Of a function with S3: a cautious share of what its network gives. */
  bytesPerSecond: 60e6,
  /** Of one request to S3 or SQS, where requests wait for each other. */
  requestSeconds: 0.03,
  /** Of a refresh whose load the day shows already: three reads and a response. */
  droppedSeconds: 0.15,
  /** What a load and a call of a function write to logs. */
  logBytesPerLoad: 1500,
  logBytesPerCall: 600,
  /** Those that handlers send all day long; the three that tell of faults are billed for the hours that have one. */
  metrics: 2,
  /** Twelve alarms, one of them on two metrics. */
  alarmMetrics: 13,
  /** A vCPU of a function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  mibPerCore: 1769,
  /** Least that Athena charges a query for. */
  leastQueryBytes: 10e6,
  /** What Lambda polls a queue with all day: five long polls of 20 s. */
  emptyReceivesPerDay: (5 * 86_400) / 20,
  /** What a request of a FIFO queue costs to one of a standard queue. */
  fifoToStandard: 1.25,
};

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
    // The ledger's records and the files are read many at a time; the others one after another.
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
