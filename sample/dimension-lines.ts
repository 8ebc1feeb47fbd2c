import type { DatasetName } from '../glue/dataset.ts';
import { breakLine } from './bad-line.ts';
import { BadShare } from './bad-share.ts';
import { startOfDay } from './calendar.ts';
import { toGameLine } from './game.ts';
import { irregularities } from './irregular-line.ts';
import type { LineSource } from './line-source.ts';
import { toPlayerLine } from './player.ts';
import { countLatePlayers } from './population.ts';
import { entry, Random } from './random.ts';

/** What the players and games of a sample are made from. */
export interface DimensionPlan {
  readonly seed: number;
  readonly players: number;
  readonly games: number;
  readonly badRatio: number;
  readonly startDay: number;
}

/** The lines of one file of players or games, of which their number is known. */
export class DimensionLines implements LineSource {
  badLines = 0;
  readonly blankLines = 0;
  readonly count: number;
  readonly #dataset: DatasetName;
  readonly #lines: Iterator<string>;
  readonly #random: Random;
  readonly #bad: BadShare;
  #line = 0;

  constructor(dataset: DatasetName, count: number, lines: Iterator<string>, seed: number, badRatio: number) {
    this.count = count;
    this.#dataset = dataset;
    this.#lines = lines;
    this.#random = new Random(seed, 31);
    this.#bad = new BadShare(new Random(seed, 32), count, badRatio);
  }

  next(): string {
    const { value, done } = this.#lines.next();
    if (done) throw new Error(`${this.#dataset}: expected at most ${this.count} lines to be asked for`);
    const line = this.#line++;
    if (this.#bad.next()) return breakLine(this.#dataset, value, this.badLines++, this.#random);
    if (line % 17 !== 12) return value;
    return entry(irregularities, Math.floor(line / 17)).write(value, this.#random);
  }
}

/** The first players file: every player once. */
export function listPlayers({ seed, players, badRatio, startDay }: DimensionPlan): DimensionLines {
  const start = startOfDay(startDay);
  function* lines() {
    for (let index = 0; index < players; index++) yield toPlayerLine(seed, index, start, false);
  }
  return new DimensionLines('players', players, lines(), seed, badRatio);
}

/**
 * The later players file: one in twenty has moved to another country, the last of them twice in the file
 * (as before, then moved); then those that were unknown so far. It has no bad lines.
 */
export function listPlayersLater({ seed, players, startDay }: DimensionPlan): DimensionLines {
  const start = startOfDay(startDay);
  const late = countLatePlayers(players);
  const moved = Math.max(1, Math.floor(players / 20));
  const toMoved = (turn: number) => Math.min(turn * 20 + 19, players - 1);
  function* lines() {
    for (let turn = 0; turn < moved; turn++) {
      if (turn === moved - 1) yield toPlayerLine(seed, toMoved(turn), start, false);
      yield toPlayerLine(seed, toMoved(turn), start, true);
    }
    for (let index = players; index < players + late; index++) yield toPlayerLine(seed, index, start, false);
  }
  return new DimensionLines('players', moved + 1 + late, lines(), seed, 0);
}

/** The games file: every game once, then one in 25 again with another category. */
export function listGames({ seed, games, badRatio }: DimensionPlan): DimensionLines {
  const changed = Math.ceil(games / 25);
  function* lines() {
    for (let index = 0; index < games; index++) yield toGameLine(seed, index, false);
    for (let turn = 0; turn < changed; turn++) yield toGameLine(seed, turn * 25, true);
  }
  return new DimensionLines('games', games + changed, lines(), seed, badRatio);
}
