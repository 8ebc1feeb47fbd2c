import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns, toRows, toRowsOfVersions } from '../../glue/curated.ts';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import { type LedgerTable, loads, quarantineLines } from '../../glue/ledger-tables.ts';
import {
  curatedManifestPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupManifestPrefix,
} from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups/index.ts';
import { type Column, type DatasetName, typeNames } from '../../glue/schema.ts';
import { literalPaths, toSqlList, toSqlText } from '../../glue/sql.ts';
import { dimensionManifestKey, parseFileKey } from '../../lambdas/core/keys.ts';
import { readManifest } from '../../lambdas/core/manifest.ts';
import type { FolderStore } from './folder-store.ts';

/** A table of the lake, and the query of its files as they are now. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** @param scratch a folder that the engine may read, as long as the lake is open */
  toSql(store: FolderStore, scratch: string): Promise<string>;
}

/** Every table that the views read, none of which reads another. */
export const tables: readonly Table[] = [
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

/** The paths of data files by the version in their names. */
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
