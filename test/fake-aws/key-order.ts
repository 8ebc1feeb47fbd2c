/** A set of keys kept in the order of their UTF-8 bytes, so that a page of a listing costs only itself. */
export class KeyOrder {
  readonly #keys: string[] = [];

  add(key: string): void {
    const place = this.#placeOf(key);
    if (this.#keys[place] !== key) this.#keys.splice(place, 0, key);
  }

  /** The keys at and after one, which need not be there itself. */
  *from(key: string): Generator<string> {
    for (let place = this.#placeOf(key); place < this.#keys.length; place++) {
      const next = this.#keys[place];
      if (next !== undefined) yield next;
    }
  }

  #placeOf(key: string): number {
    const bytes = Buffer.from(key);
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(Buffer.from(this.#keys[middle] ?? ''), bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
