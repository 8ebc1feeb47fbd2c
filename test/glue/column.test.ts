import { expect, test } from 'vitest';
import { date, decimal, instant, nested, text, typeNames, whole, year } from '../../glue/schema.ts';

const lists = { duckdb: 'VARCHAR[]', hive: 'array<string>', trino: 'array(varchar)' };

test.each([
  [whole, ['INT64', 'BIGINT', 'bigint', 'bigint']],
  [year, ['INT32', 'INTEGER', 'int', 'integer']],
  [text, ['BYTE_ARRAY (UTF8)', 'VARCHAR', 'string', 'varchar']],
  [instant, ['INT64 (TIMESTAMP_MILLIS)', 'TIMESTAMP_MS', 'timestamp', 'timestamp(3)']],
  [date, ['INT32 (DATE)', 'DATE', 'date', 'date']],
  [decimal(18, 6), ['INT64 (DECIMAL(18,6))', 'DECIMAL(18,6)', 'decimal(18,6)', 'decimal(18,6)']],
  [
    decimal(19, 2),
    ['FIXED_LEN_BYTE_ARRAY(16) (DECIMAL(19,2))', 'DECIMAL(19,2)', 'decimal(19,2)', 'decimal(19,2)'],
  ],
  [nested(lists), ['', 'VARCHAR[]', 'array<string>', 'array(varchar)']],
])('a column of %o is called in each system what that system calls it', (type, names) => {
  const { parquet, duckdb, hive, trino } = typeNames(type);
  expect([parquet, duckdb, hive, trino]).toEqual(names);
});
