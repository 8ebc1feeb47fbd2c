import { type Posting, transactionTypes } from './bet.ts';
import { betIrregularities, irregularities } from './irregular-line.ts';
import { replaceValue } from './line-file.ts';
import { type Money, makeWin, restate, returnStake } from './posting.ts';
import type { Random } from './random.ts';

/** What an occurrence can use. */
export interface Scene {
  readonly random: Random;
  /** The time of the line, seconds since 1970-01-01. */
  readonly now: number;
  /** Postings of the last lines. */
  readonly recent: Ring<Posting>;
  /** Postings of the day before; none on the first day. */
  readonly dayBefore: Ring<Posting>;
  /** The stake of a player who plays once. */
  newStake(of?: StakeOf): Posting;
  newId(): number;
}

/** What is particular about a stake. */
export interface StakeOf {
  readonly who?: 'late' | 'unknown';
  readonly game?: 'unknown';
  readonly money?: Money;
}

/** Something that the platform's files show seldom or not at all, which happens now and then in a bets file. */
export interface Occurrence {
  readonly name: string;
  /** The posting of the line; undefined where the past has none to build on: the line is then a plain one. */
  readonly post?: (scene: Scene) => Posting | undefined;
  /** How the line is written, where not as usual. */
  readonly write?: (line: string, random: Random) => string;
  /** Blank lines of which one goes before the line. */
  readonly blankBefore?: readonly string[];
}

/** In the order they come round, so that a small sample has each of them too. */
export const occurrences: readonly Occurrence[] = [
  { name: 'restated', post: (scene) => restateFrom(scene, scene.recent) },
  { name: 'unknown player', post: (scene) => scene.newStake({ who: 'unknown' }) },
  { name: 'stake given back', post: giveBack },
  { name: 'restated in a later file', post: (scene) => restateFrom(scene, scene.dayBefore) },
  { name: 'player known later', post: (scene) => scene.newStake({ who: 'late' }) },
  { name: 'free bet', post: (scene) => scene.newStake({ money: 'none' }) },
  { name: 'repeated', post: ({ recent, random }) => recent.find(random) },
  { name: 'unknown game', post: (scene) => scene.newStake({ game: 'unknown' }) },
  { name: 'restated, the older after the newer', post: restateOlder },
  { name: 'restated without an event time', post: restateWithoutTime },
  { name: 'repeated in a later file', post: ({ dayBefore, random }) => dayBefore.find(random) },
  { name: 'win without a stake', post: winAlone },
  { name: 'restated under another date', post: restateUnderToday },
  { name: 'jackpot won', post: winJackpot },
  { name: 'jackpot paid into', post: payIntoJackpot },
  { name: 'fee charged', post: (scene) => ({ ...scene.newStake(), fee: 1 + scene.random.below(100) }) },
  { name: 'voided', post: voidStatus },
  { name: 'no transaction type', post: (scene) => ({ ...scene.newStake(), type: null }) },
  { name: 'odds and a brand', write: writeOddsAndBrand },
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

/** Neither row is known to be newer: a conflict, decided by file and line. */
function restateWithoutTime({ random, recent }: Scene): Posting | undefined {
  const other = recent.find(random, ({ lastEvent }) => lastEvent === null);
  return other && restate(random, other, null);
}

/** The bet is then on two dates. */
function restateUnderToday({ random, now, dayBefore }: Scene): Posting | undefined {
  const older = dayBefore.find(random);
  return older && { ...restate(random, older, now + 1), seconds: now };
}

function giveBack(scene: Scene): Posting | undefined {
  const { random, recent } = scene;
  const stake = recent.find(
    random,
    ({ type, realDebit }) => type === transactionTypes.stake && realDebit < 0,
  );
  return stake && returnStake(random, stake, scene.newId());
}

function winAlone(scene: Scene): Posting {
  return makeWin(scene.random, scene.newStake(), scene.newId());
}

function winJackpot(scene: Scene): Posting {
  return { ...winAlone(scene), jackpotWin: 50_000 + scene.random.below(5_000_000) };
}

/** 1.5 in 100 of the stake and a little: a cent is 1,000 units of 10^-5. */
function payIntoJackpot(scene: Scene): Posting {
  const stake = scene.newStake({ money: 'real' });
  return { ...stake, jackpotContribution: -stake.realDebit * 15 + 1 + (-stake.realDebit % 7) };
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

function writeOddsAndBrand(line: string, random: Random): string {
  const odds = random.pick(['"1.85"', '"2.5"', '"1.333333"', '"3.125"']);
  return replaceValue(replaceValue(line, 'game_odds', odds), 'brand_id', random.pick(['11', '12']));
}

/** The last few of many things, so that one of them can be repeated in constant memory. */
export class Ring<T> {
  readonly #kept: T[] = [];
  readonly #capacity: number;
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(thing: T): void {
    if (this.#kept.length < this.#capacity) {
      this.#kept.push(thing);
      return;
    }
    this.#kept[this.#oldest] = thing;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
  }

  /** Any that fits, or undefined where none does. */
  find(random: Random, fits: (thing: T) => boolean = () => true): T | undefined {
    const count = this.#kept.length;
    const start = random.below(count);
    for (let step = 0; step < count; step++) {
      const thing = this.#kept[(start + step) % count] as T;
      if (fits(thing)) return thing;
    }
    return undefined;
  }

  /** Puts a newer thing where the older one is, if it is still there. */
  replace(older: T, newer: T): void {
    const index = this.#kept.indexOf(older);
    if (index >= 0) this.#kept[index] = newer;
  }

  /** Any, which is then gone; undefined where none is left. */
  take(random: Random): T | undefined {
    const index = random.below(this.#kept.length);
    const thing = this.#kept[index];
    const last = this.#kept.pop();
    if (last !== undefined && index < this.#kept.length) this.#kept[index] = last;
    return thing;
  }
}
