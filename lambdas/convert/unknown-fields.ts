/**
 * Counts the fields that a declaration does not know, by name. What it keeps is bounded, because an export can
 * have its data for names: the ledger's record, which holds the counts, must stay small.
 */
export class UnknownFields {
  readonly #counts = new Map<string, number>();

  /** Adds the names of one line. */
  add(names: readonly string[]): void {
    for (const name of names) {
      const shown = (
        name.length > maxNameLength ? `${name.slice(0, maxNameLength)}...` : name
      ).toWellFormed();
      const counted = this.#counts.has(shown) || this.#counts.size < maxNames ? shown : otherNames;
      this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
    }
  }

  toCounts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

const maxNameLength = 100;
/** More than any export that means its fields has. */
const maxNames = 1000;
const otherNames = '(other names)';
