import { type Column, typeNames } from '../../glue/schema.ts';
import { toSqlList } from '../../glue/sql.ts';
import type { Engine } from '../core/engine.ts';
import { BetlakeError } from '../core/errors.ts';

/**
 * Checks that Parquet files hold their columns with the declared types. A column that a file lacks is read as
 * NULL, so that columns can be added, but not required ones; a column of another type would be read as a common
 * type of both, and amounts could lose digits. Reads only the files' footers.
 *
 * @returns whether all files have the same columns
 * @throws BetlakeError naming the column, its type in the files and its declared type
 */
export async function checkColumnTypes(
  engine: Engine,
  columns: readonly (Column & { readonly required?: boolean })[],
  paths: readonly string[],
): Promise<boolean> {
  if (paths.length === 0) return true;
  const held = await engine.rows(
    `select name, duckdb_type, cast(count(*) as integer) as files_count
    from parquet_schema([${toSqlList(paths)}]) where type is not null group by all`,
  );
  for (const { name, type, required } of columns) {
    const wanted = toReadBack(typeNames(type).duckdb);
    let filesCount = 0;
    for (const column of held.filter((candidate) => candidate.name === name)) {
      filesCount += Number(column.files_count);
      if (column.duckdb_type !== wanted) {
        throw new BetlakeError(
          `files hold ${name} as ${column.duckdb_type}, but it is declared as ${wanted}: a column keeps its type; declare another one, or reload what was loaded before`,
        );
      }
    }
    if (required && filesCount < paths.length) {
      throw new BetlakeError(
        `${paths.length - filesCount} files lack ${name}, which is declared as required: a column that is added can be NULL; declare it so, or reload what was loaded before`,
      );
    }
  }
  return held.every((column) => column.files_count === paths.length);
}

/**
 * The type as which the engine reads back what it wrote: it reads every TIMESTAMP in Parquet as one type, whatever its
 * unit.
 */
function toReadBack(type: string): string {
  return type === 'TIMESTAMP_MS' ? 'TIMESTAMP' : type;
}
