import type { DuckDBConnection } from '@duckdb/node-api';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { loads, quarantineLines } from '../../glue/ledger-tables.ts';
import { curatedManifestPrefix, rollupManifestPrefix } from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups/index.ts';
import type { Column } from '../../glue/schema.ts';
import { views } from '../../glue/views/index.ts';
import { dimensionManifestKey } from '../../lambdas/core/keys.ts';
import { readManifest } from '../../lambdas/core/manifest.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { type PlainRow, readRows } from '../client/local/plain-rows.ts';

/** Reads a lake in a bucket as a query does: the files that the manifests name when it reads. */
export class TableReader {
  readonly #connection: DuckDBConnection;
  /** By table, the files that its view was last made of. */
  readonly #current = new Map<string, string>();

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(connection: DuckDBConnection): Promise<TableReader> {
    const reader = new TableReader(connection);
    for (const { name, columns } of [...tables, loads, quarantineLines]) {
      await reader.#setTable(name, columns, []);
    }
    for (const { name, sql } of views) await connection.run(`create view ${name} as ${sql}`);
    return reader;
  }

  /** The rows of some views, all as of when the manifests were read. */
  async read(store: ObjectStore, names: readonly string[]): Promise<Map<string, PlainRow[]>> {
    for (const { name, columns, listFiles } of tables) {
      await this.#setTable(name, columns, await store.checkout(await listFiles(store)));
    }
    const rows = new Map<string, PlainRow[]>();
    for (const name of names) rows.set(name, await readRows(this.#connection, `select * from ${name}`));
    return rows;
  }

  async #setTable(name: string, columns: readonly Column[], paths: readonly string[]): Promise<void> {
    const files = paths.join('\n');
    if (this.#current.get(name) === files) return;
    this.#current.set(name, files);
    await this.#connection.run(`create or replace view ${name} as select * from ${toRows(columns, paths)}`);
  }
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly listFiles: (store: ObjectStore) => Promise<string[]>;
}

const tables: readonly Table[] = [
  ...Object.values(datasets).map((dataset) => ({
    name: dataset.name,
    columns: toCuratedColumns(dataset),
    listFiles: (store: ObjectStore) => listNamed(store, curatedManifestPrefix(dataset.name)),
  })),
  {
    name: activity.name,
    columns: activity.columns,
    listFiles: (store) => listNamed(store, rollupManifestPrefix(activity.name)),
  },
  ...dimensions.map(({ name, columns }) => ({
    name,
    columns,
    listFiles: async (store: ObjectStore) => [
      ...(await readManifest(store, dimensionManifestKey(name))).keys,
    ],
  })),
];

async function listNamed(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(...(await readManifest(store, key)).keys);
  return keys;
}
