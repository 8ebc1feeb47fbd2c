import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FolderStore } from '../../client/local/folder-store.ts';
import { toRows } from '../../glue/curated.ts';
import { rollupManifestPrefix } from '../../glue/prefixes.ts';
import { activity } from '../../glue/rollups/index.ts';
import { literalPaths, toSqlList, toSqlText } from '../../glue/sql.ts';
import { readManifest } from '../../lambdas/core/manifest.ts';

/** A year of activity: the files that its manifest names, and an id of this version of it. */
export interface ActivityYear {
  readonly id: string;
  readonly paths: readonly string[];
}

/** The years of activity as the manifests name them now. */
export async function listActivityYears(store: FolderStore): Promise<ActivityYear[]> {
  const years: ActivityYear[] = [];
  for await (const { key } of store.list(rollupManifestPrefix(activity.name))) {
    const { keys, etag } = await readManifest(store, key);
    const id = createHash('sha256').update(`${key} ${etag}`).digest('hex').slice(0, 32);
    years.push({ id, paths: await store.checkout(keys) });
  }
  return years;
}

/**
 * Activity once more, in files that every query reads sooner than the lake's own: one a version of a year, instead of
 * one a day, rows in the order of players and games, amounts no wider than they have to be. The rows are the same, and so
 * is the SQL that reads them. The engine holds nothing of it: a row takes about 7 bytes of disk. The files go when the
 * process ends.
 */
export class ActivityCache {
  readonly folder: string;
  readonly #users = new Map<string, number>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<ActivityCache> {
    return new ActivityCache(await mkdtemp(join(tmpdir(), 'betlake-activity-')));
  }

  /**
   * Makes an open lake read activity from the cache, building what the cache lacks. Queries run meanwhile, and read the
   * lake's own files until it is done.
   *
   * @param connection of a lake that may write to `folder`, in whose engine nothing else replaces the view `activity`
   */
  async use(connection: DuckDBConnection, years: readonly ActivityYear[]): Promise<void> {
    for (const { id, paths } of years) {
      if (!(await stat(this.#pathOf(id)).catch(() => undefined))) await this.#build(connection, id, paths);
    }
    if (years.length === 0) return;
    const files = toSqlList(years.map(({ id }) => this.#pathOf(id)));
    await connection.run(
      `create or replace view ${activity.name} as select * from read_parquet([${files}], union_by_name = true, ${literalPaths})`,
    );
  }

  /** Keeps the files of these years until they are released as often. */
  hold(years: readonly ActivityYear[]): void {
    for (const { id } of years) this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
  }

  /** Removes the files that nobody holds any more; to be called once no engine has them open. */
  async release(years: readonly ActivityYear[]): Promise<void> {
    for (const { id } of years) {
      const users = (this.#users.get(id) ?? 1) - 1;
      if (users > 0) this.#users.set(id, users);
      else {
        this.#users.delete(id);
        await rm(this.#pathOf(id), { force: true });
      }
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #pathOf(id: string): string {
    return join(this.folder, `${id}.parquet`);
  }

  /** Builds under another name and renames: a file is whole or not there. */
  async #build(connection: DuckDBConnection, id: string, paths: readonly string[]): Promise<void> {
    const part = join(this.folder, `${id}.${randomUUID()}.part`);
    const rows = toRows(activity.columns, paths);
    try {
      const columns = await toNarrowColumns(connection, rows);
      await connection.run(`copy (
  select ${columns.join(', ')} from ${rows} order by partner_company_id, player_code, game_id, bet_date
) to ${toSqlText(part)} (format parquet, codec 'zstd')`);
      await rename(part, this.#pathOf(id));
    } finally {
      await rm(part, { force: true });
    }
  }
}

/** Sums of eight bytes are added in half the time of those of sixteen, which amounts are declared to have. */
async function toNarrowColumns(connection: DuckDBConnection, rows: string): Promise<string[]> {
  const decimals = activity.columns.flatMap(({ name, type }) =>
    type.kind === 'decimal' ? [{ name, scale: type.scale }] : [],
  );
  const fit = decimals.map(({ name, scale }) => {
    const most = `1${'0'.repeat(18 - scale)}`;
    return `coalesce(min(${name}) > -${most} and max(${name}) < ${most}, true) as ${name}`;
  });
  const reader = await connection.runAndReadAll(`select ${fit.join(', ')} from ${rows}`);
  const [found = []] = reader.getRows();
  const narrow = new Map(decimals.flatMap(({ name, scale }, at) => (found[at] ? [[name, scale]] : [])));
  return activity.columns.map(({ name }) => {
    const scale = narrow.get(name);
    return scale === undefined ? name : `cast(${name} as decimal(18, ${scale})) as ${name}`;
  });
}
