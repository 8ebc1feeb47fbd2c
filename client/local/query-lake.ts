import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toRows } from '../../glue/curated.ts';
import { toSqlText } from '../../glue/sql.ts';
import { views } from '../../glue/views/index.ts';
import { connectEngine } from '../../lambdas/core/engine.ts';
import { FolderStore } from './folder-store.ts';
import { localEngineSize } from './lake.ts';
import { type Table, tables } from './lake-tables.ts';

/** A lake opened for reading. */
export interface LakeReader {
  readonly connection: DuckDBConnection;
  /** One more connection, for queries at the same time; goes with the lake. */
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/** A lake whose tables have no files yet. */
export interface LazyLakeReader extends LakeReader {
  /**
   * Gives the tables that a statement may read, by itself or through a view, their files: those that the manifests and
   * the ledger name now. Later loads and refreshes change nothing of a table once it has its files.
   * To be called before the statement: a table without its files fails it.
   *
   * @param sql @default any: all tables
   */
  bind(sql?: string): Promise<void>;
}

/**
 * Opens the lake in a folder for reading, every table and view as they are now: for many queries.
 *
 * @param writable folders that statements of the caller's own may write to, for exports
 */
export async function openLakeForReading(
  folder: string,
  writable: readonly string[] = [],
): Promise<LakeReader> {
  const reader = await openLakeLazily(folder, writable);
  try {
    await reader.bind();
    return reader;
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** The same for few queries: every table and view exists, and `bind` gives files to those that a query reads. */
export async function openLakeLazily(
  folder: string,
  writable: readonly string[] = [],
): Promise<LazyLakeReader> {
  const root = resolve(folder);
  const store = new FolderStore(root);
  const scratch = await mkdtemp(join(tmpdir(), 'betlake-query-'));
  const { connection, instance } = await connectEngine({
    ...localEngineSize(Math.min(4096, Math.max(512, Math.floor(totalmem() / 1024 ** 2 / 4)))),
    tempDirectory: scratch,
    allowedDirectories: [root, ...writable.map((path) => resolve(path))],
  });
  for (const { name, columns } of tables) {
    const fail = `error(${toSqlText(`name the table ${name}, which this query reads, in plain text`)})`;
    const nulls = columns.map(() => 'null').join(', ');
    await connection.run(
      `create view ${name} as select * from ${toRows(columns, [])} union all select ${nulls} where ${fail}`,
    );
  }
  for (const { name, sql } of views) await connection.run(`create view ${name} as ${sql}`);
  const bound = new Map<string, Promise<unknown>>();
  return {
    connection,
    connect: () => instance.connect(),
    async bind(sql) {
      for (const table of sql === undefined ? tables : await findTables(connection, sql)) {
        const binding =
          bound.get(table.name) ??
          table
            .toSql(store, scratch)
            .then((rows) => connection.run(`create or replace view ${table.name} as ${rows}`));
        bound.set(table.name, binding);
        await binding;
      }
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** The tables that a statement reads by itself or through a view. */
async function findTables(connection: DuckDBConnection, sql: string): Promise<Table[]> {
  const named = await readNames(connection, sql);
  for (const view of views.filter(({ name }) => named.has(name)))
    for (const name of await readNames(connection, view.sql)) named.add(name);
  return tables.filter(({ name }) => named.has(name));
}

/** What the engine's parser takes for tables; of what it cannot serialize, such as EXPLAIN, and where it finds none, any word. */
async function readNames(connection: DuckDBConnection, sql: string): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(`select json_serialize_sql(${toSqlText(sql)})`);
  const tree = String(reader.getRows()[0]?.[0]).toLowerCase();
  const names = [...tree.matchAll(/"table_name":"(\w+)"/g)].map(([, name]) => name as string);
  return new Set(names.length > 0 ? names : sql.toLowerCase().match(/\w+/g));
}
