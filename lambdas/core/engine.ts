import { mkdir } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';
import { toSqlList } from '../../glue/sql.ts';
import { BetlakeError } from './errors.ts';

/*
 * DuckDB's binding, with texts as they are. It decodes every text that leaves the engine with one TextDecoder, which
 * takes a U+FEFF off a text's beginning: two players of which one begins with it would be one. The binding has no
 * option for that (1.5.5), so its decoder is replaced by one that leaves the character alone. test/core/duckdb.test.ts fails where a new version of the binding decodes otherwise.
 */
(accessors as { textDecoder: unknown }).textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface EngineOptions {
  /** Worker threads; in a function, what its memory buys: one vCPU for about 1,769 MB. */
  readonly threads: number;
  /** What the buffer manager may hold, in MiB; the process needs about 150 MiB more. */
  readonly memoryLimitMib: number;
  /** Where it spills. */
  readonly tempDirectory: string;
  /** The only folders it may read or write. */
  readonly allowedDirectories: readonly string[];
}

/** An embedded DuckDB that can reach nothing but the folders it was given. */
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
 * Starts the engine. It loads no extension, opens no network, and its settings are locked, because data files
 * of an untrusted writer pass through it.
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
 * The connection below `openEngine`, for those who stream results: settings made, and locked.
 *
 * @throws BetlakeError where a folder's name is one that the engine would take for a pattern
 */
export async function connectEngine(
  options: EngineOptions,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const allowed = [...options.allowedDirectories, options.tempDirectory];
  allowed.forEach(mustBeNoPattern);
  await mkdir(options.tempDirectory, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMib}MiB`,
    temp_directory: options.tempDirectory,
    home_directory: options.tempDirectory,
    // It would keep 180 KiB a file, however small, of files that are read once or twice and that the system caches.
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

/** A file of `a*` would be looked for in `ab` too, and a name cannot be quoted. */
function mustBeNoPattern(folder: string): void {
  if (!/[*?[]/.test(folder)) return;
  throw new BetlakeError(
    `${folder}: the engine takes *, ? and [ in a path for a pattern; choose a folder whose path has none of them`,
  );
}
