/** A hundred lines: most of what small files would cost is memory that they do not need. */
const firstBytes = 64 * 1024;

/**
 * The bytes of an object from the first record that has not ended on, in one buffer. It is small at first; a record
 * that fills it makes it grow, to four times `maxLineBytes` at most. A place in it is good until the next `fill`.
 */
export class RecordBuffer {
  /** Of which the first `filled` count. */
  bytes: Buffer;
  filled = 0;
  readonly #mostBytes: number;

  constructor(maxLineBytes: number) {
    this.#mostBytes = maxLineBytes * 4;
    this.bytes = Buffer.allocUnsafe(Math.min(firstBytes, this.#mostBytes));
  }

  /** Takes in what there is room for, doubled where there is none; how many bytes of the chunk that is. */
  fill(chunk: Buffer, from: number): number {
    if (this.filled === this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.bytes.length * 2, this.#mostBytes));
      this.bytes.copy(larger, 0, 0, this.filled);
      this.bytes = larger;
    }
    const copied = chunk.copy(this.bytes, this.filled, from);
    this.filled += copied;
    return copied;
  }

  /** Lets go of the first bytes. */
  drop(count: number): void {
    if (count > 0 && count < this.filled) this.bytes.copyWithin(0, count, this.filled);
    this.filled -= count;
  }
}
