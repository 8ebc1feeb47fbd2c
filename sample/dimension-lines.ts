import { BadShare, breakLine, type SampledDataset } from './bad-line.ts';
import { startOfDay } from './calendar.ts';
import { toGameLine } from './game.ts';
import { irregularities } from './irregular-line.ts';
import type { LineSource } from './line-file.ts';
import { toPlayerLine } from './player.ts';
import { countLatePlayers } from './population.ts';
import { entry, Random } from './random.ts';

/** What the players and games of a sample are made from. */
export interface DimensionPlan {
  readonly seed: number;
  readonly players: number;
  readonly games: number;
  readonly badRatio: number;
  readonly oddities: boolean;
  readonly startDay: number;
}

/** What the lines of a file are made with. */
type LinePlan = Pick<DimensionPlan, 'seed' | 'badRatio' | 'oddities'>;

/** The lines of one file of players or games, of which their number is known. */
export class DimensionLines implements LineSource {
  badLines = 0;
  readonly blankLines = 0;
  readonly count: number;
  readonly #dataset: SampledDataset;
  readonly #lines: Iterator<string>;
  readonly #random: Random;
  readonly #bad: BadShare;
  readonly #oddities: boolean;
  #line = 0;

  constructor(dataset: SampledDataset, count: number, lines: Iterator<string>, plan: LinePlan) {
    this.count = count;
    this.#dataset = dataset;
    this.#lines = lines;
    this.#random = new Random(plan.seed, 31);
    this.#bad = new BadShare(new Random(plan.seed, 32), count, plan.badRatio);
    this.#oddities = plan.oddities;
  }

  next(): string {
    const { value, done } = this.#lines.next();
    if (done) throw new Error(`${this.#dataset}: expected at most ${this.count} lines to be read`);
    const line = this.#line++;
    if (this.#bad.next()) return breakLine(this.#dataset, value, this.badLines++, this.#random);
    if (!this.#oddities || line % 17 !== 12) return value;
    return entry(irregularities, Math.floor(line / 17)).write(value, this.#random);
  }
}

interface CountedLines {
  readonly count: number;
  readonly lines: Iterable<string>;
}

/** The first players file: every player once, then one in fifty again as before. */
export function listPlayers(plan: DimensionPlan): DimensionLines {
  return toPlayerLines(plan, [toFirst(plan)]);
}

/**
 * The later players file: one in twenty has moved to another country, the last of them twice in the file
 * (as before, then moved), and every eighth of those has another currency; then those that were unknown so far.
 * It has no bad lines.
 */
export function listPlayersLater(plan: DimensionPlan): DimensionLines {
  return toPlayerLines({ ...plan, badRatio: 0 }, [toLater(plan)]);
}

/** The lines of both players files as those of one, the later last. */
export function listPlayersAtOnce(plan: DimensionPlan): DimensionLines {
  return toPlayerLines(plan, [toFirst(plan), toLater(plan)]);
}

function toPlayerLines(plan: DimensionPlan, parts: readonly CountedLines[]): DimensionLines {
  function* lines() {
    for (const part of parts) yield* part.lines;
  }
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return new DimensionLines('players', count, lines(), plan);
}

function toFirst({ seed, players, startDay }: DimensionPlan): CountedLines {
  const start = startOfDay(startDay);
  const repeated = Math.ceil(players / 50);
  function* lines() {
    for (let index = 0; index < players; index++) yield toPlayerLine(seed, index, start);
    for (let turn = 0; turn < repeated; turn++) yield toPlayerLine(seed, turn * 50, start);
  }
  return { count: players + repeated, lines: lines() };
}

function toLater({ seed, players, startDay }: DimensionPlan): CountedLines {
  const start = startOfDay(startDay);
  const late = countLatePlayers(players);
  const moved = Math.max(1, Math.floor(players / 20));
  const toMoved = (turn: number) => Math.min(turn * 20 + 19, players - 1);
  function* lines() {
    for (let turn = 0; turn < moved; turn++) {
      if (turn === moved - 1) yield toPlayerLine(seed, toMoved(turn), start);
      yield toPlayerLine(seed, toMoved(turn), start, { moved: true, hasOtherCurrency: turn % 8 === 1 });
    }
    for (let index = players; index < players + late; index++) yield toPlayerLine(seed, index, start);
  }
  return { count: moved + 1 + late, lines: lines() };
}

/** The games file: every game once, then, as an oddity, one in 25 again with another category. */
export function listGames(plan: DimensionPlan): DimensionLines {
  const { seed, games, oddities } = plan;
  const changed = oddities ? Math.ceil(games / 25) : 0;
  function* lines() {
    for (let index = 0; index < games; index++) yield toGameLine(seed, index, false);
    for (let turn = 0; turn < changed; turn++) yield toGameLine(seed, turn * 25, true);
  }
  return new DimensionLines('games', games + changed, lines(), plan);
}
