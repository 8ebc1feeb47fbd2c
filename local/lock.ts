import { copyFile, mkdir, rm } from 'node:fs/promises';
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
    const instance = await openLock(join(root, 'lock'));
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

async function openLock(path: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, { threads: '1' });
  } catch (error) {
    if (!/not a valid DuckDB database file|read enough bytes/.test(String(error))) throw error;
    await mendLock(path);
    return DuckDBInstance.create(path, { threads: '1' });
  }
}

/**
 * Writes a lock file anew that was left unfinished, by a full disk or a process killed as it made the lake. Nobody
 * holds it, or to open it would have failed for that. It stays the same file, so that whoever takes it meanwhile
 * holds it still; what is in it matters to nobody.
 */
async function mendLock(path: string): Promise<void> {
  const whole = `${path}.${process.pid}`;
  try {
    await rm(whole, { force: true });
    const instance = await DuckDBInstance.create(whole, { threads: '1' });
    instance.closeSync();
    await copyFile(whole, path);
  } finally {
    await rm(whole, { force: true });
  }
}

function explainNoLake(error: unknown, root: string): BetlakeError {
  const reason = error instanceof Error ? error.message : String(error);
  return new BetlakeError(
    `cannot make or open a lake in ${root}: ${reason}; make room, or choose a folder that may be written with --lake`,
    {
      cause: error,
    },
  );
}
