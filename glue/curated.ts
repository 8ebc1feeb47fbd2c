import { type Column, type Dataset, type SourceColumn, text, typeNames, whole } from './schema.ts';
import { literalPaths, toSqlList } from './sql.ts';

/** The origin of a curated row: the last columns of every curated file, which also break ties between rows. */
export const originColumns: readonly Column[] = [
  { name: 'landing_key', type: text, meaning: 'The landing object the row came from.' },
  { name: 'line_number', type: whole, meaning: 'Its line there, from 1, blank lines counted.' },
];

/** The columns of a data set's curated files, in order. */
export function toCuratedColumns(dataset: Dataset): readonly SourceColumn[] {
  return [...dataset.columns, ...originColumns];
}

/**
 * A relation of exactly these columns over Parquet files. A file that was written before a column was declared
 * gives NULL for it; without files the relation has no rows. To be put after `from`.
 *
 * @param areAlike whether it is known that all files have the same columns: else the engine opens each once more
 */
export function toRows(columns: readonly Column[], paths: readonly string[], areAlike = false): string {
  return toRelation(columns, paths.length > 0 ? [readFiles('*', paths, `union_by_name = ${!areAlike}`)] : []);
}

/**
 * The same over any number of files, of which the engine opens only those that a query needs. Files of one
 * version, by their names, have the same columns, so the engine reads the columns of one of them; without a
 * version it opens all files.
 *
 * @param groups paths by the version of the code that wrote the files; empty where it is not known
 * @param ofName columns that follow from the names of the files: expressions of `filename`, by column. The
 *   engine does not open files that a condition on them rules out
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
