import type { Random } from './random.ts';

/**
 * Says which of a known number of lines are bad: exactly as many as asked, anywhere among them.
 *
 * @see Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S
 */
export class BadShare {
  readonly #random: Random;
  #lines: number;
  #bad: number;

  constructor(random: Random, lines: number, badRatio: number) {
    this.#random = random;
    this.#lines = lines;
    this.#bad = Math.round(lines * badRatio);
  }

  /** Whether the next line is bad; to be asked once a line. */
  next(): boolean {
    if (this.#bad === 0) return false;
    const isBad = this.#random.below(this.#lines) < this.#bad;
    this.#lines--;
    if (isBad) this.#bad--;
    return isBad;
  }
}
