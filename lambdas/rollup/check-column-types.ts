import { type Column, typeNames } from '../../glue/column.ts';
import { toSqlList } from '../../glue/sql.ts';
import type { Engine } from '../lake/engine.ts';
import { BetlakeError } from '../lake/errors.ts';

/**
 * Checks that Parquet files hold their columns as they are declared now. A column that a file lacks is NULL,
 * which is how columns are added; one of another type would be read as a common type of both, and amounts
 * could lose digits, so the declaration is refused.
 *
 * @throws BetlakeError naming the column, what the files hold and what is declared
 */
export async function checkColumnTypes(
  engine: Engine,
  columns: readonly Column[],
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const held = await engine.rows(
    `describe select * from read_parquet([${toSqlList(paths)}], union_by_name = true)`,
  );
  const types = new Map(held.map((row) => [String(row.column_name), String(row.column_type)]));
  for (const { name, type } of columns) {
    const got = types.get(name);
    const wanted = typeNames(type).duckdb;
    if (got === undefined || got === toReadBack(wanted)) continue;
    throw new BetlakeError(
      `curated files hold ${name} as ${got}, but it is declared as ${wanted}; a column keeps its type: declare another column, or reload what was loaded before`,
    );
  }
}

/** The type as which the engine reads what it wrote: it knows one TIMESTAMP in Parquet, whatever its unit. */
function toReadBack(type: string): string {
  return type === 'TIMESTAMP_MS' ? 'TIMESTAMP' : type;
}
