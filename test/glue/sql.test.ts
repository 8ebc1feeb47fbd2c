import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSql, toSqlList, toSqlText } from '../../glue/sql.ts';

test('a text becomes a literal with its quotes doubled', () => {
  expect(toSqlText("it's ''")).toBe("'it''s '''''");
  expect(toSqlList([])).toBe('');
  expect(toSqlList(["'", 'b'])).toBe("'''', 'b'");
});

describe('an SQL file', () => {
  const written = readFileSync(new URL('../../glue/views/activity.sql', import.meta.url), 'utf8');

  test('is read with every placeholder filled, as it is given, and no white space about it', () => {
    const value = "$& $1 'x' {{period_start}}";
    const filled = written.trim().split('{{period_start}}').join(value);
    expect(filled).not.toBe(written.trim());
    expect(readSql('views/activity.sql', { period_start: value })).toBe(filled);
  });

  test('is refused where a placeholder has no value, or a value no placeholder', () => {
    expect(() => readSql('views/activity.sql')).toThrow(
      new Error('views/activity.sql: nothing given for {{period_start}}'),
    );
    expect(() => readSql('views/activity.sql', { period_start: 'x', a: '1', b: '2' })).toThrow(
      new Error('views/activity.sql: no placeholder for a, b'),
    );
  });
});
