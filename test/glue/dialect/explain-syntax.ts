import type { DialectFault } from './check-dialect.ts';

interface SyntaxError {
  readonly startLine: number;
  readonly startColumn: number;
  readonly message: string;
}

/** What DuckDB takes and Trino's grammar does not, by how the line reads from a little before the error. */
const instead: readonly (readonly [RegExp, string])[] = [
  [/,\s*(from\b|\))/i, 'leave out the comma before it'],
  [/::/, 'x::type: write cast(x as type)'],
  [/\bexclude\b/i, '* exclude (…): name the columns'],
  [/\breplace\s*\(.*\bas\b/i, '* replace (…): name the columns'],
  [/\bqualify\b/i, 'qualify: number the rows in a with query and filter on the number'],
  [/\bilike\b/i, 'ilike: write lower(x) like'],
  [/\/\//, 'a // b: write a cast of the quotient that is meant'],
  [/\bgroup by all\b/i, 'group by all: write the columns’ places'],
  [/\border by all\b/i, 'order by all: write the columns’ places'],
  [/\bpivot\b/i, 'pivot: write sum(…) filter (where …)'],
  [/\basof\b/i, 'asof join: write a join on the newest row'],
  [/\[/, '[a, b]: rows, not lists'],
  [/^from\b/i, 'from … select: the select comes first'],
];

/** A syntax error in the words of somebody who wrote SQL for DuckDB. */
export function explainSyntax(sql: string, { startLine, startColumn, message }: SyntaxError): DialectFault {
  const lines = sql.split('\n');
  const at = lines.slice(0, startLine - 1).join('\n').length + startColumn;
  const near = sql.slice(Math.max(0, at - 20), at + 40);
  const known = instead.find(([pattern]) => pattern.test(near));
  return { line: startLine, message: known ? known[1] : `not Trino's SQL: ${message}` };
}
