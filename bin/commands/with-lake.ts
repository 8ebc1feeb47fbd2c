import { stat } from 'node:fs/promises';
import { BetlakeError } from '../../lambdas/lake/errors.ts';
import { openLakeForReading } from '../../local/query-lake.ts';
import type { Result } from '../../query/result.ts';
import { runDuckDb } from '../../query/run-duckdb.ts';

export type RunQuery = (sql: string) => Promise<Result>;

/**
 * Opens a lake, hands over a function that queries it, and closes it.
 *
 * @throws BetlakeError where there is no lake in the folder
 */
export async function withLake<T>(folder: string, use: (run: RunQuery) => Promise<T>): Promise<T> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new BetlakeError(
      `there is no lake in ${folder}; make one with: betlake ingest PATH --lake ${folder}`,
    );
  }
  const reader = await openLakeForReading(folder);
  try {
    return await use((sql) => runDuckDb(reader.connection, sql));
  } finally {
    await reader.close();
  }
}
