import { type Game, toGame } from './game.ts';
import { type Player, toPlayer } from './player.ts';
import type { Random } from './random.ts';

/** How many recently used things are cached; with more, the garbage collector costs more than they save. */
const cachedThings = 1_024;

/** How many neighbours {@link Population.known} tries for one that fits. */
const neighbours = 32;

/** Those that bets are made by or made on: some popular, many not. Memory is bounded however many there are. */
export class Population<T extends Player | Game> {
  readonly #count: number;
  readonly #make: (index: number) => T;
  readonly #step: number;
  readonly #cache: (T | undefined)[];

  constructor(count: number, make: (index: number) => T) {
    this.#count = count;
    this.#make = make;
    // A step that shares no factor with the count leads from every rank to an index of its own.
    this.#step = [7919, 7927, 7933, 7937, 7949, 7951].find((prime) => count % prime !== 0) ?? 1;
    this.#cache = new Array(Math.min(cachedThings, count * 2 + 16));
  }

  /**
   * One that the files have; which are popular does not follow the order of the files.
   *
   * @param fits where given, the nearest that fits, among the next few
   */
  known(random: Random, fits?: (thing: T) => boolean): T {
    const drawn = ((random.skewed(this.#count) + 1) * this.#step) % this.#count;
    for (let next = 0; fits !== undefined && next < Math.min(neighbours, this.#count); next++) {
      const thing = this.#get((drawn + next) % this.#count);
      if (fits(thing)) return thing;
    }
    return this.#get(drawn);
  }

  /** One beyond those of the files: `skip` of those first, then any of the next `count`. */
  beyond(random: Random, skip: number, count: number): T {
    return this.#get(this.#count + skip + random.below(count));
  }

  #get(index: number): T {
    const slot = index % this.#cache.length;
    const kept = this.#cache[slot];
    if (kept?.index === index) return kept;
    const made = this.#make(index);
    this.#cache[slot] = made;
    return made;
  }
}

/** How many players bet before the second players file makes them known. */
export function countLatePlayers(players: number): number {
  return Math.max(1, Math.floor(players / 50));
}

/** How many players, or games, bet or are bet on and stay unknown. */
export function countUnknown(known: number): number {
  return Math.max(1, Math.floor(known / 100));
}

/** The players of a seed. */
export function planPlayers(seed: number, count: number): Population<Player> {
  return new Population(count, (index) => toPlayer(seed, index));
}

/** The games of a seed. */
export function planGames(seed: number, count: number): Population<Game> {
  return new Population(count, (index) => toGame(seed, index));
}
