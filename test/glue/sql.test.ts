import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSql, toSqlList, toSqlText } from '../../glue/sql.ts';

test('a text becomes a literal with its quotes doubled', () => {
  expect(toSqlText("it's ''")).toBe("'it''s '''''");
  expect(toSqlList([])).toBe('');
  expect(toSqlList(["'", 'b'])).toBe("'''', 'b'");
});

describe('an SQL file', () => {
  const file = 'rollups/dimension.sql';
  const written = readFileSync(new URL(`../../glue/${file}`, import.meta.url), 'utf8').trim();
  const given = { rows: '(r)', key: 'k', columns: 'c' };

  test('is read with every placeholder filled, as it is given, and no white space about it', () => {
    const value = "$& $1 'x' {{key}}";
    const [rows, key, columns] = ['{{rows}}', '{{key}}', '{{columns}}'] as const;
    const filled = written.replaceAll(key, 'k').replaceAll(columns, 'c').split(rows).join(value);
    expect(filled).not.toBe(written);
    expect(readSql(file, { ...given, rows: value })).toBe(filled);
  });

  test('takes from what is declared the placeholders that nothing is given for, and leaves the rest', () => {
    const declared = { rows: '(other)', columns: 'c', unused: 'u' };
    expect(readSql(file, { rows: '(r)', key: 'k' }, declared)).toBe(readSql(file, given));
  });

  test('is refused where a placeholder has no value, or a value no placeholder', () => {
    const { rows, ...others } = given;
    expect(() => readSql(file, others)).toThrow(new Error(`${file}: nothing given for {{rows}}`));
    expect(() => readSql(file, { ...others, rows, a: '1', b: '2' })).toThrow(
      new Error(`${file}: no placeholder for a, b`),
    );
  });
});
