import { BadShare, breakLine } from './bad-line.ts';
import { moveOn, openSession, type Posting, type Session, toBetLine } from './bet.ts';
import { endOfDay, SessionClock, startOfDay } from './calendar.ts';
import type { Booking, Game } from './game.ts';
import type { Day } from './layout.ts';
import type { LineSource } from './line-file.ts';
import { occurrences, Ring, type Scene, type StakeOf } from './occurrence.ts';
import type { Player } from './player.ts';
import { countLatePlayers, countUnknown, type Population, planGames, planPlayers } from './population.ts';
import { makeOutcome, makeStake } from './posting.ts';
import { Random } from './random.ts';

/** Ids a day apart: about those of the source in 2021, and apart between samples of up to 600,000 bets a day. */
const idsPerDay = 1_500_000;
const idsPerSecond = 17;
/** Lines between two occurrences, on average: 2,000 lines have each kind at least twice. */
const occurrenceDistance = 25;

/** What the bets of a sample are made from. */
export interface BetPlan {
  readonly seed: number;
  readonly bets: number;
  readonly players: number;
  readonly games: number;
  readonly badRatio: number;
  readonly oddities: boolean;
  readonly days: readonly Day[];
}

/**
 * The lines of all bets files, one after another; they do not depend on how many files they are cut into.
 * The memory for earlier lines is bounded by the number of sessions under way at once, which follows from the number
 * of lines a day.
 */
export class BetLines implements LineSource, Scene {
  badLines = 0;
  blankLines = 0;
  now = 0;
  readonly random: Random;
  readonly recent = new Ring<Posting>(64);
  dayBefore = new Ring<Posting>(256);
  readonly #plan: BetPlan;
  readonly #players: Population<Player>;
  readonly #games: Population<Game>;
  readonly #bad: BadShare;
  readonly #clock = new SessionClock();
  readonly #sessions: Session[] = [];
  /** Which session stakes next in the round. */
  #turn = 0;
  /** What follows the last stake. */
  #outcome: Posting | undefined;
  #today = new Ring<Posting>(256);
  #line = 0;
  #dayIndex = -1;
  #day: Day = { day: 0, firstLine: 0, endLine: 0 };
  #lastId = 0;
  #untilOccurrence: number;
  #occurrencesCount = 0;

  constructor(plan: BetPlan) {
    this.#plan = plan;
    this.#players = planPlayers(plan.seed, plan.players);
    this.#games = planGames(plan.seed, plan.games);
    this.random = new Random(plan.seed, 21);
    this.#bad = new BadShare(new Random(plan.seed, 22), plan.bets, plan.badRatio);
    this.#untilOccurrence = plan.oddities ? 5 : Number.POSITIVE_INFINITY;
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

  newStake({ who, game, money }: StakeOf = {}): Posting {
    const { random } = this;
    const player = who === undefined ? this.#players.known(random) : this.#takeStranger(who);
    const played = game === undefined ? this.#takeGame() : this.#takeUnknownGame();
    return makeStake(random, this.newId(), this.now, openSession(random, player, played, 1), money);
  }

  /** An id above all before, near those that the platform gave at that time of day. */
  newId(): number {
    const { day } = this.#day;
    const usual = day * idsPerDay + (this.now - startOfDay(day)) * idsPerSecond;
    this.#lastId = Math.max(this.#lastId + 1, usual) + this.random.below(4);
    return this.#lastId;
  }

  #takeStranger(who: 'late' | 'unknown'): Player {
    const late = countLatePlayers(this.#plan.players);
    if (who === 'late') return this.#players.beyond(this.random, 0, late);
    return this.#players.beyond(this.random, late, countUnknown(this.#plan.players));
  }

  /** A popular game mostly; three in four are booked with actions, as of the platform's stakes. */
  #takeGame(): Game {
    const drawn = this.random.below(1000);
    const booking: Booking = drawn < 4 ? 'ended' : drawn < 236 ? 'plain' : 'actions';
    return this.#games.known(this.random, (game) => game.booking === booking);
  }

  #takeUnknownGame(): Game {
    return this.#games.beyond(this.random, 0, countUnknown(this.#plan.games));
  }

  #takePlain(): Posting {
    const posting = this.#takeOutcome() ?? this.#takeStake();
    this.recent.add(posting);
    return posting;
  }

  #takeOutcome(): Posting | undefined {
    const outcome = this.#outcome;
    if (outcome === undefined) return undefined;
    this.#outcome = undefined;
    const { day } = this.#day;
    const seconds = Math.min(Math.max(outcome.seconds, startOfDay(day)), endOfDay(day));
    return seconds === outcome.seconds ? outcome : { ...outcome, seconds };
  }

  #takeStake(): Posting {
    if (this.#turn >= this.#sessions.length) this.#startRound();
    const session = this.#sessions[this.#turn] as Session;
    // A round's stakes fall within its first three seconds, so that times rise from round to round.
    const second = this.#clock.round + Math.floor((this.#turn * 3) / this.#sessions.length);
    this.now = Math.min(second, endOfDay(this.#day.day));
    this.#turn++;
    const stake = makeStake(this.random, this.newId(), this.now, session);
    moveOn(this.random, session);
    this.#outcome = makeOutcome(this.random, stake, this.#lastId + 1 + this.random.below(4));
    if (this.#outcome) this.#lastId = this.#outcome.betId;
    return stake;
  }

  /** Replaces sessions that have ended, or drops them, until as many play as the clock gives. */
  #startRound(): void {
    const sessions = this.#sessions;
    const isIdle = sessions.every(({ stakesLeft }) => stakesLeft === 0);
    const count = this.#clock.startRound(this.random, this.#line - 1, isIdle);
    let kept = 0;
    for (const [at, session] of sessions.entries()) {
      if (session.stakesLeft > 0) sessions[kept++] = session;
      else if (sessions.length - (at - kept) <= count) sessions[kept++] = this.#openSession();
    }
    sessions.length = kept;
    while (sessions.length < count) sessions.push(this.#openSession());
    this.#turn = 0;
  }

  /** At most a sixth of its day's lines, so that a small sample too has several. */
  #openSession(): Session {
    const { firstLine, endLine } = this.#day;
    const most = Math.max(8, Math.floor((endLine - firstLine) / 6));
    return openSession(this.random, this.#players.known(this.random), this.#takeGame(), most);
  }

  #takeOccurrence(): string | undefined {
    this.#untilOccurrence = 1 + this.random.below(2 * occurrenceDistance - 1);
    const occurrence = occurrences[this.#occurrencesCount++ % occurrences.length];
    const seen = this.recent.find(this.random);
    if (seen) this.#today.add(seen);
    if (occurrence === undefined) return undefined;
    const posting = occurrence.post ? occurrence.post(this) : this.#takePlain();
    if (posting === undefined) return undefined;
    const line = toBetLine(posting);
    if (occurrence.write) return occurrence.write(line, this.random);
    if (occurrence.blankBefore === undefined) return line;
    this.blankLines++;
    return `${this.random.pick(occurrence.blankBefore)}\n${line}`;
  }

  /** Steps to the next line and, where the day has no more, to the next day. */
  #moveOn(): void {
    while (this.#line === this.#day.endLine) {
      this.#dayIndex++;
      const day = this.#plan.days[this.#dayIndex];
      if (day === undefined) throw new Error(`bets: expected at most ${this.#plan.bets} lines to be read`);
      this.#day = day;
      this.#clock.startDay(day);
      this.now = this.#clock.round;
      this.dayBefore = this.#today;
      this.#today = new Ring(256);
    }
    this.#line++;
  }
}
