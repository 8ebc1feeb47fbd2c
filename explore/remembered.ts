/**
 * Remembers what was made for a key, the last used ones, and makes it once where several ask at a time. What
 * nobody waits for any more is given up.
 */
export class Remembered<T> {
  readonly #made = new Map<string, Making<T>>();
  readonly #most: number;

  constructor(most = 200) {
    this.#most = most;
  }

  async get(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const making = this.#made.get(key) ?? this.#start(make);
    // Taken out and put in again: the map's order is that of the last use.
    this.#made.delete(key);
    this.#made.set(key, making);
    this.#forget();
    making.waiting += 1;
    const leave = () => {
      making.waiting -= 1;
      if (making.waiting > 0 || making.isDone) return;
      this.#drop(key, making);
      making.controller.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await making.promise;
    } catch (error) {
      this.#drop(key, making);
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #start(make: (signal: AbortSignal) => Promise<T>): Making<T> {
    const controller = new AbortController();
    const making: Making<T> = { controller, waiting: 0, isDone: false, promise: make(controller.signal) };
    const end = () => {
      making.isDone = true;
    };
    making.promise.then(end, end);
    return making;
  }

  #drop(key: string, making: Making<T>): void {
    if (this.#made.get(key) === making) this.#made.delete(key);
  }

  #forget(): void {
    const surplus = this.#made.size - this.#most;
    const done = [...this.#made].filter(([, { isDone }]) => isDone);
    for (const [key] of done.slice(0, Math.max(0, surplus))) this.#made.delete(key);
  }
}

interface Making<T> {
  readonly controller: AbortController;
  readonly promise: Promise<T>;
  waiting: number;
  isDone: boolean;
}
