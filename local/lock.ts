import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { BetlakeError } from '../lambdas/lake/errors.ts';

/**
 * Keeps a second writer out of a lake while one is at work. The lock is the operating system's own, held on a
 * file that DuckDB opens, so it is gone the moment its process is, however that ended.
 *
 * @returns a function that lets go
 * @throws BetlakeError naming the process that holds the lake
 */
export async function lockLake(root: string): Promise<() => void> {
  try {
    await mkdir(root, { recursive: true });
    const instance = await DuckDBInstance.create(join(root, 'lock'), { threads: '1' });
    return () => instance.closeSync();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const holder = /Conflicting lock is held in .*\(PID (\d+)\)/.exec(message);
    if (!holder) throw explainNoLake(error, root);
    throw new BetlakeError(
      `the lake ${root} is being written by another process (${holder[1]}); wait until it has ended, then run this again`,
      { cause: error },
    );
  }
}

function explainNoLake(error: unknown, root: string): BetlakeError {
  const reason = error instanceof Error ? error.message : String(error);
  return new BetlakeError(
    `cannot make or open a lake in ${root}: ${reason}; choose a folder that may be written with --lake`,
    {
      cause: error,
    },
  );
}
