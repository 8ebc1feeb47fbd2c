import type { TrinoColumn, TrinoResult, TrinoValue } from '../query-trino.ts';

/** As many rows as Athena gives at once, the head among them. */
const mostRows = 1000;

/**
 * A page of a result as GetQueryResults gives it: all values as text, NULL as nothing, and the names of the
 * columns as the first row of the first page, except of SHOW and DESCRIBE.
 */
export function toResultPage(
  sql: string,
  result: TrinoResult | undefined,
  token = '0',
  most = mostRows,
): object {
  if (!result) throw new Error('the query has not succeeded');
  if (most < 1 || most > mostRows) throw new Error(`expected MaxResults from 1 to ${mostRows}, got ${most}`);
  const { columns, rows } = result;
  const isUtility = /^\s*(show|desc)/i.test(sql);
  const all = isUtility ? rows : [columns.map(({ name }) => name), ...rows];
  const from = Number(token);
  const to = from + most;
  return {
    ResultSet: {
      Rows: all.slice(from, to).map((row) => ({ Data: row.map(toDatum) })),
      ResultSetMetadata: { ColumnInfo: columns.map(toColumnInfo) },
    },
    ...(to < all.length && { NextToken: String(to) }),
  };
}

function toDatum(value: TrinoValue): object {
  if (value === null) return {};
  // Athena's own text of lists and records cannot be read back: no query may return them.
  if (typeof value === 'object') throw new Error('the result has a list or a record: cast it to JSON');
  return { VarCharValue: String(value) };
}

function toColumnInfo({ name, type }: TrinoColumn): object {
  const [, plain = type, precision, scale] = /^([a-z]+)(?:\((\d+)(?:, ?(\d+))?\))?$/.exec(type) ?? [];
  const size = plain === 'decimal' ? { Precision: Number(precision), Scale: Number(scale) } : {};
  return { Name: name, Label: name, Type: plain, Nullable: 'UNKNOWN', ...size };
}
