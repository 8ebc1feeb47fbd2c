import type { Random } from './random.ts';

/** The last few of many things, so that one of them can be met again in constant memory. */
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
