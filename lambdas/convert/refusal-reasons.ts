import type { Fault, FaultCode } from '../../glue/fault.ts';

/** A reason that lines were refused for, and how many of them have it. */
export interface RefusalReason {
  readonly column: string | null;
  readonly code: FaultCode;
  readonly lines: number;
  /** What was wanted and what was got in the first of them. */
  readonly example: string;
}

/** Counts the reasons of refused lines, by column and code: as many as a data set has columns, times some. */
export class RefusalReasons {
  readonly #reasons = new Map<string, { -readonly [K in keyof RefusalReason]: RefusalReason[K] }>();

  /** Adds one line's. */
  add(faults: readonly Fault[]): void {
    const counted = new Set<string>();
    for (const { column, code, message } of faults) {
      const id = `${column} ${code}`;
      if (counted.has(id)) continue;
      counted.add(id);
      const reason = this.#reasons.get(id);
      if (reason) reason.lines++;
      else this.#reasons.set(id, { column, code, lines: 1, example: message });
    }
  }

  /** The most frequent first. */
  toList(): RefusalReason[] {
    return [...this.#reasons.values()].sort((a, b) => b.lines - a.lines);
  }
}
