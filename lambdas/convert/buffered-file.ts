import { appendFileSync } from 'node:fs';

/**
 * A local file that is appended to through a buffer, which it has only while something waits in it. The buffer is
 * small at first and twice as large after each write: a small file costs no more memory than it has bytes.
 */
export class BufferedFile {
  readonly path: string;
  /** The bytes that wait at the beginning of the buffer. */
  filled = 0;
  #isWritten = false;
  #buffer: Buffer | undefined;
  #nextBytes = firstBytes;

  constructor(path: string) {
    this.path = path;
  }

  get isEmpty(): boolean {
    return !this.#isWritten && this.filled === 0;
  }

  /** The buffer, with room for so many bytes from `filled` on; `commit` says how many became of it. */
  reserve(bytes: number): Buffer {
    if (this.#buffer && this.filled + bytes <= this.#buffer.length) return this.#buffer;
    if (this.filled > 0) this.#write();
    if (!this.#buffer || this.#buffer.length < Math.max(bytes, this.#nextBytes)) {
      this.#buffer = Buffer.allocUnsafe(Math.max(bytes, this.#nextBytes));
      this.#nextBytes = Math.min(this.#nextBytes * 2, bufferBytes);
    }
    return this.#buffer;
  }

  /** @param filled where the bytes end that were added to what `reserve` gave */
  commit(filled: number): void {
    this.filled = filled;
    // What was made for one long row is not kept.
    if (this.#buffer && this.#buffer.length > bufferBytes) this.flush();
  }

  /** Writes what waits and lets go of the buffer. */
  flush(): void {
    if (this.filled > 0) this.#write();
    this.#buffer = undefined;
  }

  #write(): void {
    if (this.#buffer) appendFileSync(this.path, this.#buffer.subarray(0, this.filled));
    this.#isWritten = true;
    this.filled = 0;
  }
}

/** A hundred rows. */
const firstBytes = 16 * 1024;
/** Some thousand rows a write. */
const bufferBytes = 256 * 1024;
