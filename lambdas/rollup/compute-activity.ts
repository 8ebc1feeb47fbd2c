import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import {
  activity,
  toActivityOfShardsSql,
  toActivitySql,
  toPartitionFolder,
  toPartitionSql,
  toPlayerBoundsSql,
  toPlayerRangeSql,
  toShardSql,
} from '../../glue/rollups/index.ts';
import type { Column } from '../../glue/schema.ts';
import { toSqlList, toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../core/engine.ts';

/** A day of activity to compute. */
export interface ActivityOfDay {
  readonly date: string;
  /** The local curated files to compute it from. */
  readonly paths: readonly string[];
  readonly definition: ActivityDefinition;
  /** The local file to write. */
  readonly target: string;
  /** The number of shards. @default as many as the engine's memory requires */
  readonly shardsCount?: number;
}

/**
 * Up to so many shards it is cheaper to read the whole day for each than to partition it. Measured, CPU for a
 * million bets: 1.3 s to partition, then 0.2 s less for each shard; on a busy machine both take half as long
 * again.
 */
const mostFullReads = 8;

/**
 * Computes a day's activity. A day that is too large for the engine's memory is computed in shards of its bets,
 * one at a time, and the shards' rows are added up: memory stays within the engine's limit, and little is
 * spilled. The rows are the same, whatever the number of shards.
 *
 * With few shards, each reads all files of the day; with more, the rows are first partitioned to disk, so that
 * the work grows with the day, not with its square.
 */
export async function computeActivity(engine: Engine, day: ActivityOfDay): Promise<void> {
  const { date, paths, definition, target } = day;
  const rows = toRows(toCuratedColumns(bets), paths);
  const shardsCount = day.shardsCount ?? (await countShards(engine, paths));
  if (shardsCount === 1) return write(engine, toActivitySql(rows, date, definition), target);
  const folder = `${target}.shards`;
  const partitions = shardsCount > mostFullReads ? join(folder, 'partitions') : undefined;
  try {
    await mkdir(folder);
    if (partitions) await engine.run(toPartitionSql(rows, shardsCount, partitions));
    const computed: string[] = [];
    for (let shard = 0; shard < shardsCount; shard++) {
      const path = join(folder, `${shard}.parquet`);
      const partition = partitions && toPartitionFolder(partitions, shard);
      const shardRows = partition ? await toRowsBelow(partition) : toShardSql(rows, shard, shardsCount);
      await write(engine, toActivitySql(shardRows, date, definition), path);
      if (partition) await rm(partition, { recursive: true, force: true });
      computed.push(path);
    }
    await addUp(engine, date, computed, folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A day's files are opened about four times: with more files than this, joining them costs less. */
const fewFiles = 4;

/** Measured on 3,000 files of 100 bets each: with 100, 300 or all of them open at once, 340, 350 and 700 MiB. */
const filesTogether = 100;

/** About ten thousand bets: opening a larger file costs less than writing its rows again. */
const smallBytes = 128 * 1024;

/**
 * Joins many small files into few, so that a query which reads its files several times opens few of them: an
 * open file costs memory and time, however small it is, and a day may land in ten thousand files.
 *
 * @param folder the folder to write to; it must not exist yet, and the caller removes it
 * @param areAlike whether all files have the same columns
 * @returns the files to read instead, with the same rows; `paths` where few of them are small
 */
export async function joinSmallFiles(
  engine: Engine,
  columns: readonly Column[],
  paths: readonly string[],
  folder: string,
  areAlike: boolean,
): Promise<readonly string[]> {
  if (paths.length <= fewFiles) return paths;
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const small = paths.filter((_, at) => (sizes[at] ?? 0) < smallBytes);
  if (small.length <= fewFiles) return paths;
  await mkdir(folder);
  const read = paths.filter((_, at) => (sizes[at] ?? 0) >= smallBytes);
  for (let first = 0; first < small.length; first += filesTogether) {
    const joined = join(folder, `${first}.parquet`);
    const rows = toRows(columns, small.slice(first, first + filesTogether), areAlike);
    await engine.run(`copy ${rows} to ${toSqlText(joined)} (format parquet, codec 'lz4_raw')`);
    read.push(joined);
  }
  return read;
}

/** The rows of one partition; none where no bet is in it and its folder does not exist. */
async function toRowsBelow(folder: string): Promise<string> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = names.sort().map((name) => join(folder, name));
  return toRows(toCuratedColumns(bets), paths);
}

/** Measured: to group and sort a million rows takes 700 MiB. */
const activityRowsPerMib = 1_000;

/**
 * Adds up the shards' rows, a range of players at a time: when it groups millions of rows with nine sums each,
 * the engine runs out of a small memory before it spills. A sample makes the ranges about equally large; the
 * rows of each are in the order of players, so the ranges can be concatenated.
 */
async function addUp(
  engine: Engine,
  date: string,
  shards: readonly string[],
  folder: string,
  target: string,
): Promise<void> {
  const rows = toRows(activity.columns, shards);
  const count = Math.ceil((await countRows(engine, shards)) / (engine.memoryLimitMib * activityRowsPerMib));
  if (count <= 1) return write(engine, toActivityOfShardsSql(rows), target);
  // Named after the day, so that no day can read the bounds that another left.
  const variable = `player_bounds_${date.replaceAll('-', '')}`;
  await engine.run(toPlayerBoundsSql(rows, count, variable));
  const ranges: string[] = [];
  for (let range = 0; range < count; range++) {
    const path = join(folder, `range-${range}.parquet`);
    await write(engine, toActivityOfShardsSql(toPlayerRangeSql(rows, range, count, variable)), path);
    ranges.push(path);
  }
  await engine.run(`reset variable ${variable}`);
  await write(engine, `select * from ${toRows(activity.columns, ranges)}`, target);
}

/**
 * Measured on two threads: ten million bets, half of them in pairs, with 1.5 million rows of activity, take
 * 1,700 MiB and spill nothing at a limit of 2,122. Where a bet has more rows, or a row of activity fewer bets,
 * the engine spills some.
 */
const rowsPerMib = 4_000;

async function countShards(engine: Engine, paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return 1;
  return Math.max(1, Math.ceil((await countRows(engine, paths)) / (engine.memoryLimitMib * rowsPerMib)));
}

/** Counts rows by the files' footers. */
async function countRows(engine: Engine, paths: readonly string[]): Promise<number> {
  const [counted] = await engine.rows(
    `select cast(sum(num_rows) as bigint) as rows_count from parquet_file_metadata([${toSqlList(paths)}])`,
  );
  return Number(counted?.rows_count);
}

async function write(engine: Engine, sql: string, path: string): Promise<void> {
  await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
}
