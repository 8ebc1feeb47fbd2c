import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Column, typeNames } from '../glue/column.ts';
import type { DatasetName } from '../glue/dataset.ts';
import { datasetNames, datasets } from '../glue/datasets.ts';
import { toCuratedColumns } from '../glue/derive/to-curated-columns.ts';
import { toRows, toRowsOfVersions } from '../glue/derive/to-rows.ts';
import { type LedgerTable, loads, quarantineLines } from '../glue/ledger-tables.ts';
import { activity, dimensions } from '../glue/rollups.ts';
import { literalPaths, toSqlList, toSqlText } from '../glue/sql.ts';
import { views } from '../glue/views.ts';
import { connectEngine } from '../lambdas/lake/engine.ts';
import {
  curatedManifestPrefix,
  dimensionManifestKey,
  ledgerPrefix,
  parseFileKey,
  quarantineFilesPrefix,
  rollupManifestPrefix,
} from '../lambdas/lake/keys.ts';
import { readManifest } from '../lambdas/lake/manifest.ts';
import { FolderStore } from './folder-store.ts';
import { localEngineSize } from './lake.ts';

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
   * the ledger name at this moment. Loads and refreshes that run meanwhile change nothing of a table once it has them.
   * To be called before the statement: a table without its files fails it.
   *
   * @param sql @default any: all tables
   */
  bind(sql?: string): Promise<void>;
}

/**
 * Opens the lake in a folder for reading, every table and view as of this moment: for many queries.
 *
 * @param writable folders that statements of the caller's own may write to, for exports
 */
export async function openLakeForReading(
  folder: string,
  writable: readonly string[] = [],
): Promise<LakeReader> {
  const reader = await openLakeLazily(folder, writable);
  await reader.bind();
  return reader;
}

/** The same for few queries: every table and view is there, and `bind` gives those their files that a query reads. */
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
    const fail = `error(${toSqlText(`write the name of the table ${name}, which this query reads, as it is`)})`;
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

/** A table of the lake, and the query of its files as they are now. */
interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** @param scratch a folder that the engine may read, as long as the lake is open */
  toSql(store: FolderStore, scratch: string): Promise<string>;
}

const tables: readonly Table[] = [
  ...Object.values(datasets).map((dataset): Table => {
    const columns = toCuratedColumns(dataset);
    return {
      name: dataset.name,
      columns,
      async toSql(store) {
        const keys = await listPublished(store, curatedManifestPrefix(dataset.name));
        // Markers of publications have no rows.
        const files = keys.filter((key) => parseFileKey(key).owner !== 'published');
        return `select * from ${toRowsOfVersions(columns, await groupByVersion(store, files))}`;
      },
    };
  }),
  {
    name: activity.name,
    columns: activity.columns,
    async toSql(store) {
      const keys = await listPublished(store, rollupManifestPrefix(activity.name));
      const groups = await groupByVersion(store, keys);
      return `select * from ${toRowsOfVersions(activity.columns, groups, daysOfNames)}`;
    },
  },
  ...dimensions.map(
    ({ name, columns }): Table => ({
      name,
      columns,
      async toSql(store) {
        const { keys } = await readManifest(store, dimensionManifestKey(name));
        return `select * from ${toRows(columns, await store.checkout(keys))}`;
      },
    }),
  ),
  {
    ...loads,
    async toSql(store, scratch) {
      // To read many small files the engine takes ten times as long.
      const path = join(scratch, 'loads.jsonl');
      const records = await store.checkout(await listKeys(store, ledgerPrefix));
      await writeFile(path, Buffer.concat(records.map((record) => readFileSync(record))));
      return toJsonTable(loads, [path]);
    },
  },
  {
    ...quarantineLines,
    toSql: async (store) =>
      toJsonTable(quarantineLines, await store.checkout(await listKeys(store, quarantineFilesPrefix))),
  },
];

/** A file of activity holds one day, which its name begins with. */
const day = 'cast(left(parse_filename(filename), 10) as date)';
const daysOfNames = { bet_date: day, week_start: `cast(date_trunc('week', ${day}) as date)` };

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

/** A table over JSON Lines; a column that a file lacks is NULL. */
function toJsonTable({ columns }: LedgerTable, paths: readonly string[]): string {
  if (paths.length === 0) return `select * from ${toRows(columns, [])}`;
  const types = columns.map(({ name, type }) => `${name}: ${toSqlText(typeNames(type).duckdb)}`);
  return `select * from read_json([${toSqlList(paths)}], format = 'newline_delimited', auto_detect = false, ${literalPaths},
    maximum_object_size = ${maxJsonBytes}, columns = {${types.join(', ')}})`;
}

/** A refused line is kept to 64 KiB, of which JSON can make six times as much. */
const maxJsonBytes = 4 * 1024 ** 2;

/** The files that the manifests below a prefix name. */
async function listPublished(store: FolderStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(...(await readManifest(store, key)).keys);
  return keys;
}

/** The paths of data files by the version that their names tell. */
async function groupByVersion(
  store: FolderStore,
  keys: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const { version } = parseFileKey(key);
    const group = groups.get(version) ?? [];
    group.push(key);
    groups.set(version, group);
  }
  const paths = new Map<string, readonly string[]>();
  for (const [version, group] of groups) paths.set(version, await store.checkout(group));
  return paths;
}

/** The keys of the objects of all data sets. */
async function listKeys(store: FolderStore, toPrefix: (dataset: DatasetName) => string): Promise<string[]> {
  const keys: string[] = [];
  for (const dataset of datasetNames)
    for await (const { key } of store.list(toPrefix(dataset))) keys.push(key);
  return keys;
}
