import { readFileSync } from 'node:fs';

type Values = Readonly<Record<string, string>>;

/**
 * The text of an SQL file of this folder, its placeholders filled.
 *
 * @param file relative to this folder: `views/activity.sql`
 * @param values the SQL text of each `{{placeholder}}`, quoted by the caller
 * @param declared expressions that any file may use
 * @throws Error where a placeholder has no value or a value no placeholder
 */
export function readSql(file: string, values: Values = {}, declared: Values = {}): string {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const unused = new Set(Object.keys(values));
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name] ?? declared[name];
    if (value === undefined) throw new Error(`${file}: nothing given for {{${name}}}`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new Error(`${file}: no placeholder for ${[...unused].join(', ')}`);
  return filled.trim();
}

/**
 * A text as an SQL literal: the one way a value gets into a statement. U+0000, which would cut the statement off, is
 * written as the character's number; no accepted text holds it.
 */
export function toSqlText(value: string): string {
  const literal = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\0') ? `(${literal.replaceAll('\0', "' || chr(0) || '")})` : literal;
}

/** Several texts as a list of SQL literals. */
export function toSqlList(values: readonly string[]): string {
  return values.map(toSqlText).join(', ');
}

/**
 * An option for every reader of files. Without it, a folder named `game_id=5` anywhere above a file sets that
 * column in every row.
 */
export const literalPaths = 'hive_partitioning = false';
