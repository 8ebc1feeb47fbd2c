/** About a hundred lines: a larger buffer would be most of the memory of a small file. */
const firstBytes = 64 * 1024;

/**
 * A buffer of the bytes of an object from its first unfinished record on. It begins small; a record that fills
 * it makes it grow, to four times `maxLineBytes` at most. Offsets into it are valid until the next `fill`.
 */
export class RecordBuffer {
  /** The buffer; only the first `filled` bytes are in use. */
  bytes: Buffer;
  filled = 0;
  readonly #mostBytes: number;

  constructor(maxLineBytes: number) {
    this.#mostBytes = maxLineBytes * 4;
    this.bytes = Buffer.allocUnsafe(Math.min(firstBytes, this.#mostBytes));
  }

  /**
   * Copies as many bytes of the chunk as there is room for, and returns their number; doubles the buffer where it is
   * full.
   */
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

  /** Drops the first bytes. */
  drop(count: number): void {
    if (count > 0 && count < this.filled) this.bytes.copyWithin(0, count, this.filled);
    this.filled -= count;
  }
}
