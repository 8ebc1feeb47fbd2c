import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Mixes 32 bits so that every input has an output of its own.
 *
 * @see the finaliser of MurmurHash3
 */
export function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A hash of the thing number `index`, the same at every call; each `purpose` gives another. */
export function hash(seed: number, index: number, purpose: number): number {
  return mix(mix(index ^ seed) + Math.imul(purpose, 0x9e3779b9));
}

/** Folds a seed of up to 53 bits and either sign into 32 bits. */
export function foldSeed(seed: number): number {
  return mix(mix(seed % 0x1_0000_0000) ^ Math.floor(seed / 0x1_0000_0000));
}

/** An entry of a table, taken by any whole number from zero up. */
export function entry<T>(table: readonly T[], index: number): T {
  return table[index % table.length] as T;
}

/** Random numbers from a seed, by whole numbers and exactly rounded operations alone: the same on every machine. */
export class Random {
  readonly #generator;

  constructor(seed: number, purpose: number) {
    this.#generator = xoroshiro128plus(hash(seed, 0, purpose));
    // The generator starts from a state of few bits; its first numbers resemble those of other seeds.
    for (let skipped = 0; skipped < 16; skipped++) this.#generator.next();
  }

  /** At least 0 and less than 1, in steps of 2^-32. */
  unit(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** A whole number, at least 0 and less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  pick<T>(table: readonly T[]): T {
    return table[this.below(table.length)] as T;
  }

  /**
   * A rank below `count`, the low ones far more often: a cubed uniform number falls off by the power 2/3;
   * one in eight is uniform, so that the long tail is reached too.
   */
  skewed(count: number): number {
    const unit = this.unit();
    if (this.below(8) === 0) return Math.floor(unit * count);
    return Math.floor(unit * unit * unit * count);
  }
}
