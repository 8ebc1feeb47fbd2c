import { breakLine } from './bad-line.ts';
import { BadShare } from './bad-share.ts';
import { type Posting, toBetLine } from './bet.ts';
import { endOfDay, startOfDay, toSecondOfDay } from './calendar.ts';
import type { Game } from './game.ts';
import type { Day } from './layout.ts';
import type { LineSource } from './line-source.ts';
import { occurrences, type Scene } from './occurrence.ts';
import type { Player } from './player.ts';
import { countLatePlayers, countUnknown, type Population, planGames, planPlayers } from './population.ts';
import { makeStake, makeWin } from './posting.ts';
import { Random } from './random.ts';
import { Ring } from './ring.ts';

/** Ids a day apart: about those of the source in 2021, and apart between samples of up to 375,000 bets a day. */
const idsPerDay = 1_500_000;
/** Lines between two occurrences, on average: 2,000 lines have each kind at least twice. */
const occurrenceDistance = 25;

/** What the bets of a sample are made from. */
export interface BetPlan {
  readonly seed: number;
  readonly bets: number;
  readonly players: number;
  readonly games: number;
  readonly badRatio: number;
  readonly days: readonly Day[];
}

/**
 * The lines of all bets files, one after another; they do not depend on how many files they are cut into.
 * What is remembered of earlier lines is bounded, so memory does not grow with their number.
 */
export class BetLines implements LineSource, Scene {
  badLines = 0;
  blankLines = 0;
  now = 0;
  readonly random: Random;
  readonly recent = new Ring<Posting>(64);
  dayBefore = new Ring<Posting>(256);
  openToday = new Ring<Posting>(1024);
  openDayBefore = new Ring<Posting>(1024);
  /** Stakes that won and are paid some lines later, the next day where the day ends before. */
  readonly #won: Posting[] = [];
  readonly #plan: BetPlan;
  readonly #players: Population<Player>;
  readonly #games: Population<Game>;
  readonly #bad: BadShare;
  #today = new Ring<Posting>(256);
  #line = 0;
  #dayIndex = -1;
  #day: Day = { day: 0, firstLine: 0, endLine: 0 };
  #nextId: number;
  #untilOccurrence = 5;
  #occurrencesCount = 0;

  constructor(plan: BetPlan) {
    this.#plan = plan;
    this.#players = planPlayers(plan.seed, plan.players);
    this.#games = planGames(plan.seed, plan.games);
    this.random = new Random(plan.seed, 21);
    this.#bad = new BadShare(new Random(plan.seed, 22), plan.bets, plan.badRatio);
    this.#nextId = (plan.days[0]?.day ?? 0) * idsPerDay;
  }

  /** The next line without its end, after a blank one where {@link blankLines} has risen. */
  next(): string {
    this.#moveOn();
    if (this.#bad.next()) {
      return breakLine('bets', toBetLine(this.newStake()), this.badLines++, this.random);
    }
    this.#untilOccurrence--;
    return (this.#untilOccurrence === 0 && this.#takeOccurrence()) || toBetLine(this.#takePlain());
  }

  newStake(who?: 'late' | 'unknown', game?: 'unknown'): Posting {
    const { random } = this;
    this.#nextId += 4;
    return makeStake(
      random,
      this.#nextId + random.below(4),
      this.now,
      who === undefined ? this.#players.known(random) : this.#takeStranger(who),
      game === undefined
        ? this.#games.known(random)
        : this.#games.beyond(random, 0, countUnknown(this.#plan.games)),
    );
  }

  #takeStranger(who: 'late' | 'unknown'): Player {
    const late = countLatePlayers(this.#plan.players);
    if (who === 'late') return this.#players.beyond(this.random, 0, late);
    return this.#players.beyond(this.random, late, countUnknown(this.#plan.players));
  }

  #takePlain(): Posting {
    const { random } = this;
    const won = this.#won.length > 3 + random.below(10) ? this.#won.shift() : undefined;
    const posting = won ? makeWin(random, won, this.now) : this.newStake();
    if (!won) {
      if (random.below(3) === 0) this.#won.push(posting);
      else this.openToday.add(posting);
    }
    this.recent.add(posting);
    return posting;
  }

  #takeOccurrence(): string | undefined {
    this.#untilOccurrence = 1 + this.random.below(2 * occurrenceDistance - 1);
    const occurrence = occurrences[this.#occurrencesCount++ % occurrences.length];
    const seen = this.recent.find(this.random);
    if (seen) this.#today.add(seen);
    if (occurrence === undefined) return undefined;
    const posting = occurrence.post ? occurrence.post(this) : this.newStake();
    if (posting === undefined) return undefined;
    const line = toBetLine(posting);
    if (occurrence.write) return occurrence.write(line, this.random);
    if (occurrence.blankBefore === undefined) return line;
    this.blankLines++;
    return `${this.random.pick(occurrence.blankBefore)}\n${line}`;
  }

  /** Steps to the next line: its day and its time. */
  #moveOn(): void {
    while (this.#line === this.#day.endLine) {
      this.#dayIndex++;
      const day = this.#plan.days[this.#dayIndex];
      if (day === undefined)
        throw new Error(`bets: expected at most ${this.#plan.bets} lines to be asked for`);
      this.#day = day;
      this.dayBefore = this.#today;
      this.#today = new Ring(256);
      this.openDayBefore = this.openToday;
      this.openToday = new Ring(1024);
    }
    const { day, firstLine, endLine } = this.#day;
    const second = toSecondOfDay(this.#line - firstLine, endLine - firstLine) + this.random.below(40);
    this.now = Math.min(startOfDay(day) + second, endOfDay(day));
    this.#line++;
  }
}
