/** A value as it is printed: exact, and the same wherever it came from. */
export type Value =
  | null
  | string
  | bigint
  | number
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value };

/** A column of an answer. */
export interface ResultColumn {
  readonly name: string;
  /** Its type in DuckDB's words: `BIGINT`, `DECIMAL(38,2)`, `VARCHAR`, `DATE`, … */
  readonly type: string;
}

/** Whether a column of this type holds numbers. */
export function isNumber(type: string): boolean {
  return /^(U?(BIG|SMALL|TINY|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|REAL|DECIMAL\(\d+, ?\d+\))$/.test(type);
}

/**
 * An answer as it comes, some rows at a time: whole numbers as bigint, decimals as text with their full scale,
 * dates as `YYYY-MM-DD`, times as `YYYY-MM-DD HH:MM:SS`.
 */
export interface Result {
  readonly columns: readonly ResultColumn[];
  readonly batches: AsyncIterable<readonly (readonly Value[])[]>;
}

/** An answer that is already there. */
export function toResult(columns: readonly ResultColumn[], rows: readonly (readonly Value[])[]): Result {
  async function* once() {
    yield rows;
  }
  return { columns, batches: once() };
}

/** All rows of an answer; for those that are known to be few. */
export async function collectRows(result: Result): Promise<Record<string, Value>[]> {
  const rows: Record<string, Value>[] = [];
  for await (const batch of result.batches) {
    for (const values of batch) {
      rows.push(Object.fromEntries(result.columns.map(({ name }, index) => [name, values[index] ?? null])));
    }
  }
  return rows;
}
