import {
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { toSqlText } from '../glue/sql.ts';
import { BetlakeError } from '../lambdas/lake/errors.ts';
import type { Result, Value } from './result.ts';

/**
 * Runs one query that only reads, its rows as they come.
 *
 * @param signal interrupts whatever the connection runs
 * @throws BetlakeError where the text is not one SELECT, or the engine refuses it
 */
export async function runDuckDb(
  connection: DuckDBConnection,
  sql: string,
  signal?: AbortSignal,
): Promise<Result> {
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    signal?.throwIfAborted();
    await mustOnlyRead(connection, sql);
    const answer = await (await connection.prepare(sql)).stream();
    const types = answer.columnTypes().map(String);
    const columns = answer.columnNames().map((name, index) => ({ name, type: types[index] ?? '' }));
    async function* batches() {
      for (
        let chunk = await answer.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await answer.fetchChunk()
      ) {
        yield chunk.getRows().map((row) => row.map(toValue));
      }
      signal?.removeEventListener('abort', interrupt);
    }
    return { columns, batches: batches() };
  } catch (error) {
    signal?.removeEventListener('abort', interrupt);
    if (error instanceof BetlakeError) throw error;
    throw new BetlakeError(explain(error), { cause: error });
  }
}

/**
 * Lets one SELECT through, or EXPLAIN of one, as the engine's own parser has it. To prepare a statement first and
 * then ask for its type would be too late: EXPORT DATABASE makes its folder when it is prepared, and EXPLAIN
 * ANALYZE runs the COPY that it explains.
 */
async function mustOnlyRead(connection: DuckDBConnection, sql: string): Promise<void> {
  const isEmpty = /^[\s;]*$/.test(sql);
  const count = isEmpty ? 0 : (await connection.extractStatements(sql)).count;
  if (count !== 1) throw new BetlakeError(`expected one statement, got ${count}`);
  const explained = sql.replace(/^\s*explain(\s+analyze)?\b/i, '');
  const parsed = await connection.runAndReadAll(`select json_serialize_sql(${toSqlText(explained)})`);
  const tree = String(parsed.getRows()[0]?.[0]);
  if (!tree.startsWith('{"error":false') || writingFunctions.test(tree)) {
    throw new BetlakeError('the lake can only be read by queries: expected a SELECT');
  }
}

/** What writes files from within a SELECT, or runs a text that the parser has not seen. */
const writingFunctions = /"function_name":"(enable_logging|query|json_execute_serialized_sql)"/i;

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message.trim() : String(error);
  return /Catalog Error: Table with name/.test(message)
    ? `${message}\nThe views are listed by: betlake query "show tables"`
    : message;
}

function toValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (value instanceof DuckDBListValue) return value.items.map(toValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, toValue(entry)]));
  }
  if (value instanceof DuckDBMapValue) {
    const entries = value.entries.map(({ key, value: entry }) => [String(key), toValue(entry)] as const);
    // By name, as Athena gives a map as JSON.
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (value instanceof DuckDBTimestampMillisecondsValue || value instanceof DuckDBTimestampValue) {
    // `.5` as `.500`, as Athena gives it.
    return String(value).replace(/\.\d{1,2}$/, (fraction) => fraction.padEnd(4, '0'));
  }
  return String(value);
}
