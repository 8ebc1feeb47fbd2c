import { typeNames } from '../column.ts';
import type { Dataset } from '../dataset.ts';
import { toSqlText } from '../sql.ts';

/** The checked rows of one curated file on local disk, each with its line number. */
export interface RowFiles {
  /**
   * Rows as values between commas, the line number first, then the columns in the order of the declaration:
   * texts in quotes, nothing for NULL. Null where there are none.
   */
  readonly values: string | null;
  /** Rows as JSON objects with a `line_number`: those whose texts hold what could be taken for more than text. */
  readonly objects: string | null;
}

/**
 * The query that reads checked rows as the rows of a curated file: the data set's columns in order, then
 * `landing_key` and `line_number`.
 *
 * It checks nothing: every value has passed the line matcher or the strict reader, and one that still does not
 * fit its type fails the query.
 *
 * @param maxLineBytes no row is longer; DuckDB's buffers are sized by it
 */
export function toCuratedSelect(
  dataset: Dataset,
  files: RowFiles,
  landingKey: string,
  maxLineBytes: number,
): string {
  const types = dataset.columns.map(({ name, type }) => `${name}: '${typeNames(type).duckdb}'`);
  const columns = `columns = {line_number: 'BIGINT', ${types.join(', ')}}`;
  const sources: string[] = [];
  if (files.values !== null) {
    sources.push(`read_csv(${toSqlText(files.values)}, auto_detect = false, header = false, delim = ',', quote = '"',
  escape = '"', new_line = '\\n', nullstr = '', max_line_size = ${maxLineBytes + 1024}, ${columns})`);
  }
  if (files.objects !== null) {
    sources.push(`read_json(${toSqlText(files.objects)}, format = 'newline_delimited', auto_detect = false,
  maximum_object_size = ${maxLineBytes + 1024}, ${columns})`);
  }
  const names = dataset.columns.map(({ name }) => name).join(', ');
  return sources
    .map((source) => `select ${names}, ${toSqlText(landingKey)} as landing_key, line_number\nfrom ${source}`)
    .join('\nunion all\n');
}
