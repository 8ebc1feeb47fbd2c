import { formatDate, toDay } from './calendar.ts';

/**
 * How files are arranged and named: in a folder for each data set, named by date, the oldest line first; or beside each
 * other as the platform names them (`bets.json`), bets newest first, the last line without an end.
 */
export const layouts = ['folders', 'flat'] as const;
type Layout = (typeof layouts)[number];

/** What to make. The same options make the same bytes on every machine. */
export interface SampleOptions {
  /** The folder to write under; made if it is not there. */
  out: string;
  /** Lines of the bets files in all, bad and restated ones among them, blank ones not. */
  bets: number;
  /** Players that the first players file has. */
  players: number;
  /** Games that the games file has. */
  games: number;
  days: number;
  /** The first day, `YYYY-MM-DD`. */
  start: string;
  /** Any whole number. */
  seed: number;
  /** Bets files, where the layout is `folders`. @default one a day */
  files?: number;
  /** @default folders */
  layout?: Layout;
  /**
   * Whether some lines are what the platform's own files show seldom or not at all: restatements, players and games
   * that no file has, free bets, other spellings of a line, blank lines. @default true
   */
  oddities?: boolean;
  /** The share of lines that are bad, 0 to 1. @default 0.001 */
  badRatio?: number;
}

/** Options that hold, with the start as days since 1970-01-01. */
export interface CheckedOptions {
  readonly out: string;
  readonly bets: number;
  readonly players: number;
  readonly games: number;
  readonly days: number;
  readonly startDay: number;
  readonly seed: number;
  readonly files: number;
  readonly layout: Layout;
  readonly badRatio: number;
  readonly oddities: boolean;
}

/** The first day that the default range of `bet_dt` takes; a sample that began earlier would be refused. */
const firstDay = toDay('2015-01-01') as number;
/** The last day a sample may reach; what is later is free for dates that are out of range. */
const lastDay = toDay('2099-12-31') as number;
/** So that the counts of lines, weighed by day, stay whole numbers that a double holds exactly. */
const maxBets = 10_000_000_000;
/** So that every player, those that are unknown among them, has a 32-bit number. */
const maxPlayers = 1_000_000_000;
const maxGames = 100_000_000;
const maxFiles = 100_000;

/**
 * Checks the options of a sample, before a byte is written.
 *
 * @throws Error naming the wrong option, the expected value and the given one
 */
export function checkOptions(options: SampleOptions): CheckedOptions {
  const { out, start, layout = 'folders', badRatio = 0.001, oddities = true } = options;
  if (typeof out !== 'string' || out === '') throw new Error(`out: expected a folder, got ${show(out)}`);
  const startDay = toDay(start);
  if (startDay === undefined) {
    throw new Error(`start: expected a real date as YYYY-MM-DD, got ${show(start)}`);
  }
  const days = checkWhole('days', options.days, 1, lastDay - firstDay + 1);
  if (startDay < firstDay || startDay + days - 1 > lastDay) {
    throw new Error(
      `start: expected days from ${formatDate(firstDay)} to ${formatDate(lastDay)}, got ${days} from ${start}`,
    );
  }
  if (typeof badRatio !== 'number' || !(badRatio >= 0 && badRatio <= 1)) {
    throw new Error(`badRatio: expected a number from 0 to 1, got ${show(badRatio)}`);
  }
  if (!layouts.includes(layout)) {
    throw new Error(`layout: expected ${layouts.join(' or ')}, got ${show(layout)}`);
  }
  if (layout === 'flat' && options.files !== undefined && options.files !== 1) {
    throw new Error(`files: expected 1 or none with the layout flat, got ${show(options.files)}`);
  }
  return {
    out,
    bets: checkWhole('bets', options.bets, 0, maxBets),
    players: checkWhole('players', options.players, 1, maxPlayers),
    games: checkWhole('games', options.games, 1, maxGames),
    days,
    startDay,
    seed: checkWhole('seed', options.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    files: checkWhole('files', options.files ?? (layout === 'flat' ? 1 : days), 1, maxFiles),
    layout,
    badRatio,
    oddities,
  };
}

function checkWhole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    throw new Error(`${name}: expected a whole number from ${least} to ${most}, got ${show(value)}`);
  }
  return value;
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
