import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { typeNames } from '../glue/column.ts';
import type { Dataset } from '../glue/dataset.ts';
import { datasetNames, datasets } from '../glue/datasets.ts';
import { toCuratedColumns } from '../glue/derive/to-curated-columns.ts';
import { toRows } from '../glue/derive/to-rows.ts';
import { type LedgerTable, loads, quarantineLines } from '../glue/ledger-tables.ts';
import {
  curatedManifestPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupManifestPrefix,
} from '../glue/prefixes.ts';
import { activity, dimensions } from '../glue/rollups.ts';
import { literalPaths, toSqlList, toSqlText } from '../glue/sql.ts';
import { views } from '../glue/views.ts';
import { connectEngine } from '../lambdas/lake/engine.ts';
import { dimensionManifestKey } from '../lambdas/lake/keys.ts';
import { readManifest } from '../lambdas/lake/manifest.ts';
import { FolderStore } from './folder-store.ts';
import { localEngineSize } from './lake.ts';

/** A lake opened for reading: every table and view as of the moment it was opened. */
export interface LakeReader {
  readonly connection: DuckDBConnection;
  /** One more connection, for queries at the same time; goes with the lake. */
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/**
 * Opens the lake in a folder for reading. The tables are the files that the manifests name at this moment;
 * loads and rollups that run meanwhile change nothing of what is read.
 *
 * @param writable folders that statements of the caller's own may write to, for exports
 */
export async function openLakeForReading(
  folder: string,
  writable: readonly string[] = [],
): Promise<LakeReader> {
  const root = resolve(folder);
  const store = new FolderStore(root);
  const scratch = await mkdtemp(join(tmpdir(), 'betlake-query-'));
  const { connection, instance } = await connectEngine({
    ...localEngineSize(Math.min(4096, Math.max(512, Math.floor(totalmem() / 1024 ** 2 / 4)))),
    tempDirectory: scratch,
    allowedDirectories: [root, ...writable.map((path) => resolve(path))],
  });
  await createTables(connection, store);
  for (const { name, sql } of views) await connection.run(`create view ${name} as ${sql}`);
  return {
    connection,
    connect: () => instance.connect(),
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function createTables(connection: DuckDBConnection, store: FolderStore): Promise<void> {
  for (const dataset of Object.values(datasets)) {
    const paths = await store.checkout(await listPublished(store, curatedManifestPrefix(dataset.name)));
    await connection.run(`create view ${dataset.name} as ${toCuratedTable(dataset, paths)}`);
  }
  const days = await store.checkout(await listPublished(store, rollupManifestPrefix(activity.name)));
  await connection.run(`create view ${activity.name} as select * from ${toRows(activity.columns, days)}`);
  for (const { name, columns } of dimensions) {
    const manifest = await readManifest(store, dimensionManifestKey(name));
    const paths = await store.checkout(manifest.keys);
    await connection.run(`create view ${name} as select * from ${toRows(columns, paths)}`);
  }
  await createLedgerTables(connection, store);
}

async function createLedgerTables(connection: DuckDBConnection, store: FolderStore): Promise<void> {
  const records: string[] = [];
  const refused: string[] = [];
  for (const dataset of datasetNames) {
    for await (const { key } of store.list(ledgerPrefix(dataset))) records.push(key);
    for await (const { key } of store.list(quarantineFilesPrefix(dataset))) refused.push(key);
  }
  await connection.run(`create view loads as ${toJsonTable(loads, await store.checkout(records))}`);
  await connection.run(
    `create view quarantine_lines as ${toJsonTable(quarantineLines, await store.checkout(refused))}`,
  );
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

function toCuratedTable(dataset: Dataset, paths: readonly string[]): string {
  return `select * from ${toRows(toCuratedColumns(dataset), paths)}`;
}

/** The files that the manifests below a prefix name. */
async function listPublished(store: FolderStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(...(await readManifest(store, key)).keys);
  return keys;
}
