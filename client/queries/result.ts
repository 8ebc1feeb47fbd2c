import type { ActivityDefinition } from '../../glue/rollups/definition.ts';

/** A value as it is printed: exact, and the same wherever it came from. */
export type Value =
  | null
  | string
  | bigint
  | number
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value };

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** Its type as DuckDB names it: `BIGINT`, `DECIMAL(38,2)`, `VARCHAR`, `DATE`, … */
  readonly type: string;
}

/** Whether a column of this type holds numbers. */
export function isNumber(type: string): boolean {
  return /^(U?(BIG|SMALL|TINY|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|REAL|DECIMAL\(\d+, ?\d+\))$/.test(type);
}

/**
 * A result as it comes, some rows at a time: whole numbers as bigint, decimals as text with their full scale,
 * dates as `YYYY-MM-DD`, times as `YYYY-MM-DD HH:MM:SS`, with `.mmm` where there are milliseconds.
 */
export interface Result {
  readonly columns: readonly ResultColumn[];
  readonly batches: AsyncIterable<readonly (readonly Value[])[]>;
}

/** Makes a result of rows that are already there. */
export function toResult(columns: readonly ResultColumn[], rows: readonly (readonly Value[])[]): Result {
  async function* once() {
    yield rows;
  }
  return { columns, batches: once() };
}

/** Reads all rows of a result that is known to have few. */
export async function collectRows(result: Result): Promise<Record<string, Value>[]> {
  const rows: Record<string, Value>[] = [];
  for await (const batch of result.batches) {
    for (const values of batch) {
      rows.push(Object.fromEntries(result.columns.map(({ name }, index) => [name, values[index] ?? null])));
    }
  }
  return rows;
}

/** A lake that can be queried, wherever it is: the same SQL gives the same result. */
export interface LakeQueries {
  readonly engine: 'duckdb' | 'athena';
  /** The sign that debits are written with, by the lake's setting. */
  readonly debits: ActivityDefinition['debits'];
  /**
   * @param signal ends a query that is no longer needed
   * @throws BetlakeError where the engine refuses the query
   */
  run(sql: string, signal?: AbortSignal): Promise<Result>;
}

/** JSON of a value, whole numbers in all their digits. */
export function toJson(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}: ${toJson(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}
