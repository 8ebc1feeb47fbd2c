import type { DuckDBConnection } from '@duckdb/node-api';
import { amounts, betsCounts } from '../../glue/rollups/columns.ts';

/** What adds up over rows of a copy, by the column that does. */
export const summedColumns: Readonly<Record<string, string>> = Object.fromEntries(
  [...betsCounts, ...amounts].map(({ name }) => [name, name]),
);

/** The type that holds the sum of each measure over any rows of a copy, by the measure's column. */
export type SumTypes = Readonly<Record<string, string>>;

/** Sixteen bytes a sum, which a sum of decimals and of counts has by itself, are several times slower than eight. */
export async function findSumTypes(connection: DuckDBConnection): Promise<SumTypes> {
  const sql = `select column_name, numeric_precision, (select count(*) from activity) as rows
from information_schema.columns where table_name = 'activity'`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  const precisions = new Map(rows.map(([name, precision]) => [String(name), Number(precision)]));
  const digits = String(rows[0]?.[2] ?? 0).length;
  const types = Object.values(summedColumns).map((name) => {
    if (name.endsWith('_count')) return [name, 'bigint'] as const;
    const fits = (precisions.get(name) ?? 38) + digits <= 18;
    return [name, fits ? 'decimal(18, 2)' : 'decimal(38, 2)'] as const;
  });
  return Object.fromEntries(types);
}

/** The SQL of a measure's sum over rows of `activity`. */
export function toSum(types: SumTypes, measure: string): string {
  const column = summedColumns[measure] ?? '';
  return `sum(${column})::${types[column]} as ${measure}`;
}
