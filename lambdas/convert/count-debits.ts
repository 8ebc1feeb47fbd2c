import type { Dataset } from '../../glue/dataset.ts';
import { type DebitSigns, debitNames } from '../../glue/debit-signs.ts';
import { dash, zero } from '../../glue/derive/ascii.ts';

/** Counts accepted rows by the sign of their debits, as they are read. */
export class DebitCounter {
  /** The places of the debits among the columns; none in a data set that has no debits. */
  readonly #columns: readonly number[];
  #negative = 0;
  #positive = 0;

  constructor({ columns }: Dataset) {
    this.#columns = debitNames.map((name) => columns.findIndex((column) => column.name === name));
    if (this.#columns.includes(-1)) this.#columns = [];
  }

  /** @param spans where the row's values lie, as the line matcher notes them */
  addSpans(bytes: Buffer, spans: Int32Array): void {
    let [isNegative, isPositive] = [false, false];
    for (const column of this.#columns) {
      const start = spans[column * 2] as number;
      if (!holdsDigit(bytes, start, spans[column * 2 + 1] as number)) continue;
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
