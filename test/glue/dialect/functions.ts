/** Functions that DuckDB and Trino have under one name, with one meaning. */
export const sharedFunctions = new Set([
  ...['coalesce', 'nullif', 'concat', 'lower', 'upper', 'length', 'substr', 'replace', 'abs', 'date_trunc'],
  // Of a list and a value.
  'contains',
  ...['row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value'],
  ...['sum', 'count', 'count_if', 'min', 'max', 'max_by', 'min_by', 'arbitrary'],
]);

/** Those whose type is another on each engine: `sum(bigint)` is a HUGEINT on one and a bigint on the other. */
export const aggregateFunctions = new Set([
  ...['sum', 'count', 'count_if', 'row_number', 'rank', 'dense_rank'],
]);

/** What to write instead of functions that only one of the two has, or that mean another thing on each. */
export const insteadOfFunctions: Readonly<Record<string, string>> = {
  approx_distinct: 'count(distinct x)',
  approx_percentile: 'an exact count, or leave it out',
  avg: 'cast(sum(x) as double) / nullif(count(x), 0): the average of a decimal is a double on DuckDB alone',
  any_value: 'arbitrary(x)',
  bool_and: 'count_if(not x) = 0',
  bool_or: 'count_if(x) > 0',
  date_add: 'a date of the rollup, or a comparison with a date literal',
  date_diff: 'a comparison of dates',
  date_format: 'the date itself',
  date_part: 'date_trunc, cast to a date',
  strftime: 'the date itself',
  from_iso8601_timestamp: 'a column of that type',
  greatest: 'case when … end: NULL is passed over on DuckDB alone',
  least: 'case when … end: NULL is passed over on DuckDB alone',
  if: 'case when … end',
  ifnull: 'coalesce(x, y)',
  iff: 'case when … end',
  isnull: 'x is null',
  json_extract_scalar: 'a column of the table',
  len: 'length(x)',
  list: 'rows, not lists',
  array_agg: 'rows, not lists',
  list_sort: 'rows, not lists',
  string_agg: 'rows, not texts of several values',
  listagg: 'rows, not texts of several values',
  median: 'an exact count, or leave it out',
  now: 'a date given by the caller',
  regexp_like: 'like',
  regexp_matches: 'like',
  strlen: 'length(x)',
  to_unixtime: 'the time itself',
  epoch: 'the time itself',
  unnest: 'rows of a table',
  year: "cast(date_trunc('year', x) as date)",
  month: "cast(date_trunc('month', x) as date)",
};

/** Types that both engines call by one name and mean alike. */
export const sharedTypes = /^(bigint|integer|double|boolean|varchar|date|decimal\(\d+,\d+\))$/;

/** What to write instead of other names of types. */
export const insteadOfTypes: Readonly<Record<string, string>> = {
  text: 'varchar',
  string: 'varchar',
  int: 'integer',
  int64: 'bigint',
  hugeint: 'decimal(38, 0)',
  float: 'double',
  real: 'double',
  decimal: 'decimal(p, s), both given: without them it is (18, 3) on DuckDB and (38, 0) on Trino',
  timestamp: 'a column of that type: its precision is another on each engine',
};
