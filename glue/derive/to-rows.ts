import type { Column } from '../column.ts';
import { typeNames } from '../column.ts';
import { literalPaths, toSqlList } from '../sql.ts';

/**
 * A relation of exactly these columns over Parquet files. A file written before a column was declared gives
 * NULL for it; without files it has no rows. To be put behind `from`.
 *
 * @param areAlike whether it is known that all files have the same columns: else the engine opens each once more
 */
export function toRows(columns: readonly Column[], paths: readonly string[], areAlike = false): string {
  return toRelation(columns, paths.length > 0 ? [readFiles('*', paths, `union_by_name = ${!areAlike}`)] : []);
}

/**
 * The same over any number of files of which the engine opens those alone that a query needs. Files of one version, which
 * their names tell, have the same columns, so that the engine learns those from one of them; without a version it
 * opens them all.
 *
 * @param groups paths by the version of what wrote the files; empty where it is not known
 * @param ofName values that the names of the files tell, by their column: expressions of `filename`. A condition on
 *   them spares the engine the files that it rules out
 */
export function toRowsOfVersions(
  columns: readonly Column[],
  groups: ReadonlyMap<string, readonly string[]>,
  ofName: Readonly<Record<string, string>> = {},
): string {
  const values = Object.entries(ofName).map(([name, sql]) => `${sql} as ${name}`);
  const [shown, options] =
    values.length > 0
      ? [`* exclude (filename) replace (${values.join(', ')})`, ', filename = true']
      : ['*', ''];
  const reads = [...groups].map(([version, paths]) =>
    readFiles(shown, paths, `union_by_name = ${version === ''}${options}`),
  );
  return toRelation(columns, reads);
}

function readFiles(shown: string, paths: readonly string[], options: string): string {
  return `select ${shown} from read_parquet([${toSqlList(paths)}], ${options}, ${literalPaths})`;
}

function toRelation(columns: readonly Column[], reads: readonly string[]): string {
  const names = columns.map(({ name }) => name).join(', ');
  const typed = columns
    .map(({ name, type }) => `cast(null as ${typeNames(type).duckdb}) as ${name}`)
    .join(', ');
  const none = `select ${typed} where false`;
  if (reads.length === 0) return `(${none})`;
  return `(select ${names} from (${[none, ...reads].join(' union all by name ')}))`;
}
