/** The most bytes of all results together. */
const defaultBytes = 64 * 1024 ** 2;

/**
 * Keeps results by key, those used last, within a number of bytes. Where several get a key at a time, it is computed once;
 * a computation that nobody waits for any more is aborted. A result larger than the cache is not kept.
 */
export class QueryCache {
  readonly #entries = new Map<string, Entry>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes = defaultBytes) {
    this.#mostBytes = mostBytes;
  }

  /** What the results that are kept take, estimated. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @param key names the query, its parameters and the type of its result
   * @throws whatever `compute` throws; the abort reason of `signal`
   */
  async get<T>(key: string, signal: AbortSignal, compute: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const entry = this.#entries.get(key) ?? this.#start(key, compute);
    // Taken out and put in again: the map's order is that of the last use.
    if (this.#entries.delete(key)) this.#entries.set(key, entry);
    entry.waiting += 1;
    const leave = () => {
      entry.waiting -= 1;
      if (entry.waiting > 0 || entry.isDone) return;
      this.#drop(key, entry);
      entry.controller.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return (await entry.promise) as T;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #start(key: string, compute: (signal: AbortSignal) => Promise<unknown>): Entry {
    const controller = new AbortController();
    const entry: Entry = {
      controller,
      promise: compute(controller.signal),
      waiting: 0,
      isDone: false,
      bytes: 0,
    };
    this.#entries.set(key, entry);
    entry.promise.then(
      (result) => {
        entry.isDone = true;
        if (this.#entries.get(key) === entry) this.#keep(entry, key, result);
      },
      () => {
        entry.isDone = true;
        this.#drop(key, entry);
      },
    );
    return entry;
  }

  #keep(entry: Entry, key: string, result: unknown): void {
    const bytes = sizeOf(key) + sizeOf(result);
    if (bytes > this.#mostBytes) {
      this.#drop(key, entry);
      return;
    }
    entry.bytes = bytes;
    this.#bytes += bytes;
    for (const [oldKey, old] of this.#entries) {
      if (this.#bytes <= this.#mostBytes) break;
      if (old.isDone) this.#drop(oldKey, old);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

interface Entry {
  readonly controller: AbortController;
  readonly promise: Promise<unknown>;
  waiting: number;
  isDone: boolean;
  bytes: number;
}

/** What a plain value takes in memory, estimated from above: two bytes a character, and what each object costs. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.reduce((sum: number, part) => sum + 8 + sizeOf(part), 48);
}
