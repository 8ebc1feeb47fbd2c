import { type DebitSigns, debitNames } from '../../glue/debit-signs.ts';
import type { Dataset } from '../../glue/schema.ts';
import { dash, zero } from './read/ascii.ts';

/** Counts accepted rows by the sign of their debits, as they are read. */
export class DebitCounter {
  /** The indexes of the debits among the columns; none in a data set without debits. */
  readonly #columns: readonly number[];
  #negative = 0;
  #positive = 0;

  constructor({ columns }: Dataset) {
    this.#columns = debitNames.map((name) => columns.findIndex((column) => column.name === name));
    if (this.#columns.includes(-1)) this.#columns = [];
  }

  /** @param offsets the offsets of the row's values, as the line matcher gives them */
  addOffsets(bytes: Buffer, offsets: Int32Array): void {
    let [isNegative, isPositive] = [false, false];
    for (const column of this.#columns) {
      const start = offsets[column * 2] as number;
      if (!holdsDigit(bytes, start, offsets[column * 2 + 1] as number)) continue;
      if (bytes[start] === dash) isNegative = true;
      else isPositive = true;
    }
    this.#add(isNegative, isPositive);
  }

  /** @param texts the row's values in canonical form, as the strict reader gives them */
  addTexts(texts: readonly (string | null)[]): void {
    const debits = this.#columns.map((column) => texts[column] ?? '').filter((text) => /[1-9]/.test(text));
    const isNegative = debits.some((text) => text.startsWith('-'));
    this.#add(
      isNegative,
      debits.some((text) => !text.startsWith('-')),
    );
  }

  #add(isNegative: boolean, isPositive: boolean): void {
    if (isNegative) this.#negative++;
    if (isPositive) this.#positive++;
  }

  toCounts(): DebitSigns {
    return this.#columns.length === 0
      ? { debits_negative: null, debits_positive: null }
      : { debits_negative: this.#negative, debits_positive: this.#positive };
  }
}

/** Whether a number is not zero. */
function holdsDigit(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > zero) return true;
  return false;
}
