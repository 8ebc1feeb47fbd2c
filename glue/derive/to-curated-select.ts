import { typeNames } from '../column.ts';
import type { Dataset } from '../dataset.ts';
import { literalPaths, toSqlText } from '../sql.ts';

/**
 * The query that reads checked lines, each with its `line_number`, as the rows of a curated file: the data
 * set's columns in order, then `landing_key` and `line_number`. Text that is empty or only spaces is NULL.
 *
 * It checks nothing: every line has passed the line matcher or was written by the strict reader, and a line
 * that still does not fit its type fails the query.
 *
 * @param maxLineBytes no line is longer; DuckDB's buffers are sized by it
 */
export function toCuratedSelect(
  dataset: Dataset,
  path: string,
  landingKey: string,
  maxLineBytes: number,
): string {
  const types = dataset.columns.map(({ name, type }) => `${name}: '${typeNames(type).duckdb}'`);
  const columns = dataset.columns.map(({ name, type }) =>
    type.kind === 'text' ? `case when trim(${name}, ' ') <> '' then ${name} end as ${name}` : name,
  );
  return `select ${columns.join(', ')}, ${toSqlText(landingKey)} as landing_key, line_number
from read_json(${toSqlText(path)}, format = 'newline_delimited', auto_detect = false, ${literalPaths},
  maximum_object_size = ${maxLineBytes + 1024}, columns = {line_number: 'BIGINT', ${types.join(', ')}})`;
}
