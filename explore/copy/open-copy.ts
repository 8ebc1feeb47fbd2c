import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activity, gameDimension, playerDimension } from '../../glue/rollups.ts';
import { type DuckDBConnection, DuckDBInstance } from '../../lambdas/lake/duckdb.ts';
import { BetlakeError } from '../../lambdas/lake/errors.ts';
import { rollupManifestPrefix } from '../../lambdas/lake/keys.ts';
import type { FolderStore } from '../../local/folder-store.ts';
import { localEngineSize } from '../../local/lake.ts';
import { openLakeForReading } from '../../local/query-lake.ts';
import { collectRows, type Value } from '../../query/result.ts';
import { runSideBySide } from '../connections.ts';
import type { RollupCopy } from '../moment.ts';
import { addSums } from './add-sums.ts';
import { buildCopy, copyVersion } from './build-copy.ts';
import type { Copied } from './copied-rows.ts';
import { toCopiedSource } from './copied-source.ts';
import type { GroupName } from './groups.ts';
import { toCopiedSliceCountsSql } from './slice-counts.ts';
import { findSumTypes } from './sum-types.ts';

/** A copy that is open, until it is closed. */
export interface OpenCopy extends RollupCopy {
  close(): Promise<void>;
}

/**
 * Opens the copy of what the lake's rollup is now, and builds it where there is none: below `explore/` in the lake,
 * which holds nothing else and may be removed at any time. Copies of what the rollup was before are removed.
 *
 * @param signal ends the building
 */
export async function openCopy(store: FolderStore, signal: AbortSignal): Promise<OpenCopy> {
  const folder = join(store.root, 'explore');
  const version = await toVersion(store);
  const name = `${version}.duckdb`;
  const path = join(folder, name);
  if (!(await stat(path).catch(() => undefined))) {
    await mkdir(folder, { recursive: true });
    await makeCopy(store, path, version, signal);
    for (const other of await readdir(folder)) {
      // Another process may be reading it: where it cannot be removed, the next build tries again.
      if (other !== name)
        await rm(join(folder, other), { force: true, recursive: true }).catch(() => undefined);
    }
  }
  return openFile(path);
}

/** Builds under another name and renames: a copy is whole or not there. */
async function makeCopy(
  store: FolderStore,
  path: string,
  version: string,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    const reader = await openLakeForReading(store.root);
    await interruptible(reader.connection, signal, () => buildCopy(reader.connection, part)).finally(
      reader.close,
    );
    const { instance, close } = await openEngine(part, 'READ_WRITE');
    const connection = await instance.connect();
    await interruptible(connection, signal, () => addSums(connection)).finally(close);
    if ((await toVersion(store)) !== version)
      throw new BetlakeError('the rollup has changed while it was copied');
    await rename(part, path);
  } finally {
    for (const left of [part, `${part}.wal`]) await rm(left, { force: true });
  }
}

async function interruptible(
  connection: DuckDBConnection,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    signal.throwIfAborted();
    await work();
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

async function openFile(path: string): Promise<OpenCopy> {
  const { instance, close } = await openEngine(path, 'READ_ONLY');
  const run = runSideBySide(() => instance.connect());
  const connection = await instance.connect();
  const copied = { ...(await describeCopy(run)), sumTypes: await findSumTypes(connection) };
  return {
    source: toCopiedSource(copied),
    toSliceCountsSql: (selection) => toCopiedSliceCountsSql(copied, selection),
    run,
    close,
  };
}

/** An engine of the copy's own: of the lake's one the settings are locked. */
async function openEngine(path: string, mode: 'READ_ONLY' | 'READ_WRITE') {
  const scratch = await mkdtemp(join(tmpdir(), 'betlake-copy-'));
  const { threads, memoryLimitMib } = localEngineSize(2048);
  const instance = await DuckDBInstance.create(path, {
    access_mode: mode,
    threads: String(threads),
    memory_limit: `${memoryLimitMib}MiB`,
    temp_directory: scratch,
    // What is the first of its kind is told by the order of the rows.
    preserve_insertion_order: 'true',
    // Groups are counted in a plain array where there are up to 2^18 places, as of players; more cost more than hashing.
    perfect_ht_threshold: '18',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
    lock_configuration: 'true',
  });
  return {
    instance,
    async close() {
      instance.closeSync();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function describeCopy(run: RollupCopy['run']): Promise<Omit<Copied, 'sumTypes'>> {
  const [days] = await collectRows(await run('select first, last from days'));
  const [games] = await collectRows(await run('select count(*) as n from games'));
  const toText = (value: Value | undefined) => (value == null ? null : String(value));
  const toGroups = async (name: GroupName) => {
    const rows = await collectRows(await run(`select * from ${name}s order by ${name}`));
    return rows.map((row) => new Map(Object.entries(row).map(([code, value]) => [code, toText(value)])));
  };
  return {
    days: { first: toText(days?.first), last: toText(days?.last) },
    gamesCount: Number(games?.n),
    groups: {
      player_group: await toGroups('player_group'),
      game_group: await toGroups('game_group'),
      bet_group: await toGroups('bet_group'),
    },
  };
}

/** Tells one state of the rollup from another: which files its manifests name, and what a copy holds of them. */
async function toVersion(store: FolderStore): Promise<string> {
  const hash = createHash('sha256').update(`copy ${copyVersion}\n`);
  for (const { name } of [activity, playerDimension, gameDimension]) {
    for await (const { key } of store.list(rollupManifestPrefix(name))) {
      hash.update(`${key}\n`).update((await store.get(key))?.body ?? '');
    }
  }
  return hash.digest('hex').slice(0, 32);
}
