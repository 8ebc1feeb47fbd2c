import {
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  type DuckDBValue,
  StatementType,
} from '@duckdb/node-api';
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
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new BetlakeError(`expected one statement, got ${statements.count}`);
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== StatementType.SELECT && prepared.statementType !== StatementType.EXPLAIN) {
      throw new BetlakeError('the lake can only be read by queries: expected a SELECT');
    }
    const answer = await prepared.stream();
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
  return String(value);
}
