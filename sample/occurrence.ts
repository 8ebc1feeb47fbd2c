import { type Posting, transactionTypes } from './bet.ts';
import { betIrregularities, irregularities } from './irregular-line.ts';
import { makeFurther, makeWin, restate } from './posting.ts';
import type { Random } from './random.ts';
import type { Ring } from './ring.ts';

/** What an occurrence can draw on. */
export interface Scene {
  readonly random: Random;
  /** The time of the line, seconds since 1970-01-01. */
  readonly now: number;
  /** Postings of the last lines. */
  readonly recent: Ring<Posting>;
  /** Postings of the day before; none on the first day. */
  readonly dayBefore: Ring<Posting>;
  /**
   * Stakes that nothing more was posted for. One is taken from here for what follows it, so that no two
   * postings of one bet, type and day meet by accident.
   */
  readonly openToday: Ring<Posting>;
  readonly openDayBefore: Ring<Posting>;
  newStake(who?: 'late' | 'unknown', game?: 'unknown'): Posting;
}

/** Something that happens now and then among the plain stakes and wins of a bets file. */
export interface Occurrence {
  readonly name: string;
  /** The posting of the line; undefined where the past has none to build on: then a plain stake stands. */
  readonly post?: (scene: Scene) => Posting | undefined;
  /** How the line is written, where not as usual. */
  readonly write?: (line: string, random: Random) => string;
  /** Blank lines of which one goes before the line. */
  readonly blankBefore?: readonly string[];
}

/** In the order they come round, so that a small sample has each of them too. */
export const occurrences: readonly Occurrence[] = [
  { name: 'restated', post: (scene) => restateFrom(scene, scene.recent) },
  { name: 'unknown player', post: (scene) => scene.newStake('unknown') },
  { name: 'settled the next day', post: settleDayBefore },
  { name: 'restated in a later file', post: (scene) => restateFrom(scene, scene.dayBefore) },
  { name: 'player known later', post: (scene) => scene.newStake('late') },
  { name: 'repeated', post: ({ recent, random }) => recent.find(random) },
  { name: 'unknown game', post: (scene) => scene.newStake(undefined, 'unknown') },
  { name: 'restated, the older after the newer', post: restateOlder },
  { name: 'restated without an event time', post: restateWithoutTime },
  { name: 'repeated in a later file', post: ({ dayBefore, random }) => dayBefore.find(random) },
  { name: 'jackpot won', post: winJackpot },
  { name: 'adjusted', post: adjust },
  { name: 'voided', post: voidStatus },
  { name: 'no transaction type', post: (scene) => ({ ...scene.newStake(), type: null }) },
  { name: 'win alone', post: (scene) => makeWin(scene.random, scene.newStake(), scene.now) },
  { name: 'after a blank line', blankBefore: ['', '  ', '\t', '\r'] },
  ...irregularities,
  ...betIrregularities,
];

function restateFrom({ random, now }: Scene, from: Ring<Posting>): Posting | undefined {
  const older = from.find(random);
  if (older === undefined) return undefined;
  const newer = restate(random, older, Math.max(now, older.seconds, older.lastEvent ?? 0) + 1);
  from.replace(older, newer);
  return newer;
}

function restateOlder({ random, recent }: Scene): Posting | undefined {
  const newer = recent.find(random, ({ lastEvent, seconds }) => lastEvent !== null && lastEvent > seconds);
  return newer && restate(random, newer, (newer.lastEvent ?? 0) - 1);
}

/** Nothing tells which of the two is newer: a conflict, decided by file and line. */
function restateWithoutTime({ random, recent }: Scene): Posting | undefined {
  const other = recent.find(random, ({ lastEvent }) => lastEvent === null);
  return other && restate(random, other, null);
}

function settleDayBefore({ random, now, openDayBefore }: Scene): Posting | undefined {
  const stake = openDayBefore.take(random);
  return stake && makeWin(random, stake, now);
}

function winJackpot({ random, now, openToday }: Scene): Posting | undefined {
  const stake = openToday.take(random);
  const jackpotWin = 50_000 + random.below(5_000_000);
  return stake && makeFurther(stake, now, { type: transactionTypes.jackpotWin, jackpotWin });
}

/** Takes a little back and asks a fee, so that an amount below zero occurs. */
function adjust({ random, now, openToday }: Scene): Posting | undefined {
  const stake = openToday.take(random);
  const type = transactionTypes.adjustment;
  return stake && makeFurther(stake, now, { type, realCredit: -1 - random.below(50), fee: 100 });
}

function voidStatus({ random, now, recent }: Scene): Posting | undefined {
  const older = recent.find(random, ({ status }) => status !== '"V"');
  if (older === undefined) return undefined;
  const newer = {
    ...older,
    status: '"V"',
    lastEvent: Math.max(now, older.seconds, older.lastEvent ?? 0) + 1,
  };
  recent.replace(older, newer);
  return newer;
}
