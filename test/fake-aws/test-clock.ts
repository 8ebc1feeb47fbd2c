/** A clock that only a test moves. */
export class TestClock {
  #ms: number;

  constructor(start = '2021-10-05T06:00:00Z') {
    this.#ms = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#ms);

  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }

  /** Moves on to a time, unless it is past already. */
  advanceTo(time: Date): void {
    this.#ms = Math.max(this.#ms, time.getTime());
  }
}
