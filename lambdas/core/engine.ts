import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { toSqlList } from '../../glue/sql.ts';
import { BetlakeError } from './errors.ts';

export interface EngineOptions {
  /** Worker threads; in a function, what its memory buys: one vCPU for about 1,769 MB. */
  readonly threads: number;
  /** What the buffer manager may hold, in MiB; the process needs about 150 MiB more. */
  readonly memoryLimitMib: number;
  /** The folder for what does not fit into memory. */
  readonly tempDirectory: string;
  /** The only folders it may read or write. */
  readonly allowedDirectories: readonly string[];
}

/** An embedded DuckDB that can read and write the given folders and nothing else. */
export interface Engine {
  /** What its buffer manager may hold. */
  readonly memoryLimitMib: number;
  /** Runs one statement for its effect. */
  run(sql: string): Promise<void>;
  /** Runs one small query; whole numbers, decimals, dates and times come as text, so that nothing is rounded. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/**
 * Starts the engine. It loads no extensions, opens no network connections, and its settings are locked, because
 * it reads files whose writers are not trusted.
 *
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { connection, instance } = await connectEngine(options);
  return {
    memoryLimitMib: options.memoryLimitMib,
    async run(sql) {
      await connection.run(sql);
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson() as Record<string, unknown>[];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * The connection that `openEngine` uses, for callers that stream results; its settings are made and locked.
 *
 * @throws BetlakeError where the engine would take a folder's path for a pattern
 */
export async function connectEngine(
  options: EngineOptions,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const allowed = [...options.allowedDirectories, options.tempDirectory];
  allowed.forEach(mustBeNoPattern);
  await mkdir(options.tempDirectory, { recursive: true });
  const { DuckDBInstance } = await import('./duckdb.ts');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMib}MiB`,
    temp_directory: options.tempDirectory,
    home_directory: options.tempDirectory,
    // It would hold 180 KiB for every file, however small, though files are read once or twice and the system caches
    // them.
    enable_external_file_cache: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`set allowed_directories = [${toSqlList(allowed)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  return { instance, connection };
}

/** The engine would search `ab` too for a file of `a*`, and a path cannot be quoted. */
function mustBeNoPattern(folder: string): void {
  if (!/[*?[]/.test(folder)) return;
  throw new BetlakeError(
    `${folder}: the engine takes *, ? and [ in a path for a pattern; choose a folder whose path has none of them`,
  );
}
