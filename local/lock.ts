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
  await mkdir(root, { recursive: true });
  try {
    const instance = await DuckDBInstance.create(join(root, 'lock'), { threads: '1' });
    return () => instance.closeSync();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const holder = /Conflicting lock is held in .*\(PID (\d+)\)/.exec(message);
    if (!holder) throw error;
    throw new BetlakeError(
      `the lake ${root} is being written by another process (${holder[1]}); wait until it has ended, then run this again`,
      { cause: error },
    );
  }
}
