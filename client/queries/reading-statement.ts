import { BetlakeError } from '../../lambdas/core/errors.ts';

/** What a statement that only reads begins with; how an engine gives its rows depends on it. */
export type ReadingKind = 'select' | 'show' | 'describe' | 'explain';

/** Of these, DuckDB alone knows the last four; Athena refuses them with a reason of its own. */
const selecting = new Set(['select', 'with', 'values', 'table', 'from', 'pivot', 'unpivot', 'summarize']);

/**
 * The kind of a statement, by its first word, so that no engine is ever given one that writes: Athena runs CREATE, DROP,
 * INSERT, UNLOAD and MSCK with whatever rights the caller has, and EXPLAIN ANALYZE runs what it explains.
 *
 * @throws BetlakeError where it is no SELECT, WITH, SHOW, DESCRIBE or EXPLAIN of one
 * @see https://docs.aws.amazon.com/athena/latest/ug/athena-explain-statement.html
 */
export function readKind(sql: string): ReadingKind {
  const [, word = '', rest = ''] = /^[\s(]*([a-z]*)(.*)$/is.exec(skipComments(sql)) ?? [];
  const first = word.toLowerCase();
  if (selecting.has(first)) return 'select';
  if (first === 'show') return 'show';
  if (first === 'describe' || first === 'desc') return 'describe';
  if (first === 'explain') {
    const explained = rest.replace(/^\s*(analyze\b|verbose\b|\(\s*(type|format)\b[^)]*\)|\s)*/is, '');
    if (readKind(explained) === 'select') return 'explain';
  }
  throw new BetlakeError(
    'queries can only read the lake: expected a SELECT, WITH, SHOW, DESCRIBE or EXPLAIN',
  );
}

function skipComments(sql: string): string {
  return sql.replace(/^(\s|\(|--[^\n]*(\n|$)|\/\*.*?\*\/)*/s, '');
}
