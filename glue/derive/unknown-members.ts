import { colon } from './ascii.ts';
import { irregular, skipScalar, skipSpace, skipText } from './regular-values.ts';

/**
 * The members of a line whose keys no column has: where their names lie, so that they can be counted. One field more
 * in every line of an export must not make every line a case for the strict reader.
 */
export class UnknownMembers {
  count = 0;
  readonly #names = new Int32Array(maxMembers * 2);

  clear(): void {
    this.count = 0;
  }

  /**
   * Notes the member whose key begins at a place.
   *
   * @returns the place after its value and the space behind it; `irregular` where it is not, its key came before, or
   *   there are too many
   */
  skip(bytes: Buffer, from: number, end: number): number {
    if (this.count === maxMembers) return irregular;
    const nameEnd = skipText(bytes, from, end);
    if (nameEnd === irregular || this.#isNoted(bytes, from, nameEnd)) return irregular;
    const at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== colon) return irregular;
    const valueEnd = skipScalar(bytes, skipSpace(bytes, at + 1), end);
    if (valueEnd === irregular) return irregular;
    this.#names[this.count * 2] = from;
    this.#names[this.count * 2 + 1] = nameEnd;
    this.count++;
    return skipSpace(bytes, valueEnd);
  }

  /** The names, in the order of the line, whose bytes these are. */
  toNames(bytes: Buffer): string[] {
    return Array.from({ length: this.count }, (_, index) => {
      const [start = 0, end = 0] = this.#names.subarray(index * 2);
      return bytes.toString('utf8', start + 1, end - 1);
    });
  }

  #isNoted(bytes: Buffer, from: number, to: number): boolean {
    for (let index = 0; index < this.count; index++) {
      const [start = 0, end = 0] = this.#names.subarray(index * 2);
      if (bytes.compare(bytes, start, end, from, to) === 0) return true;
    }
    return false;
  }
}

/** Each is compared with those before it; an export with more of them has its data for names. */
const maxMembers = 16;
