import type { Column } from '../column.ts';
import { typeNames } from '../column.ts';
import { literalPaths, toSqlList } from '../sql.ts';

/**
 * A relation of exactly these columns over Parquet files. A file written before a column was declared gives
 * NULL for it; without files it has no rows. To be put behind `from`.
 */
export function toRows(columns: readonly Column[], paths: readonly string[]): string {
  const names = columns.map(({ name }) => name).join(', ');
  const typed = columns
    .map(({ name, type }) => `cast(null as ${typeNames(type).duckdb}) as ${name}`)
    .join(', ');
  const none = `select ${typed} where false`;
  if (paths.length === 0) return `(${none})`;
  const read = `select * from read_parquet([${toSqlList(paths)}], union_by_name = true, ${literalPaths})`;
  return `(select ${names} from (${none} union all by name ${read}))`;
}
