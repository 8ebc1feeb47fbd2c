import type { DuckDBConnection } from '@duckdb/node-api';
import type { LakeQueries } from '../query/lake-queries.ts';
import type { Value } from '../query/result.ts';
import { runDuckDb } from '../query/run-duckdb.ts';

/**
 * Runs queries side by side, each on a connection that is its own until its rows are read.
 *
 * @param connect gives one more connection
 */
export function runSideBySide(connect: () => Promise<DuckDBConnection>): LakeQueries['run'] {
  const idle: DuckDBConnection[] = [];
  return async (sql, signal) => {
    const connection = idle.pop() ?? (await connect());
    try {
      const { columns, batches } = await runDuckDb(connection, sql, signal);
      async function* thenIdle(): AsyncGenerator<readonly (readonly Value[])[]> {
        try {
          yield* batches;
        } finally {
          idle.push(connection);
        }
      }
      return { columns, batches: thenIdle() };
    } catch (error) {
      idle.push(connection);
      throw error;
    }
  };
}
