import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import {
  activity,
  toActivityOfShardsSql,
  toActivitySql,
  toCutFolder,
  toCutSql,
  toPlayerBoundsSql,
  toPlayerRangeSql,
  toShardSql,
} from '../../glue/rollups/index.ts';
import type { Column } from '../../glue/schema.ts';
import { toSqlList, toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../core/engine.ts';

/** A day's activity, and the curated files that it is computed from. */
export interface ActivityOfDay {
  readonly date: string;
  /** Local curated files. */
  readonly paths: readonly string[];
  readonly definition: ActivityDefinition;
  /** The local file to write. */
  readonly target: string;
  /** @default as many as the engine's memory asks for */
  readonly shardsCount?: number;
}

/**
 * Computes a day's activity. A day too large for the engine's memory is computed a shard of its bets at a time,
 * and the shards' rows are added up: memory is the engine's limit, and little is spilled. The rows are the same,
 * whatever the number of shards.
 *
 * A few shards read the day's files once each; more than that are cut to disk first, so that the work grows with
 * the day, not with its square.
 */
export async function computeActivity(engine: Engine, day: ActivityOfDay): Promise<void> {
  const { date, paths, definition, target } = day;
  const rows = toRows(toCuratedColumns(bets), paths);
  const shardsCount = day.shardsCount ?? (await countShards(engine, paths));
  if (shardsCount === 1) return write(engine, toActivitySql(rows, date, definition), target);
  const folder = `${target}.shards`;
  const cuts = shardsCount > mostReadings ? join(folder, 'cut') : undefined;
  try {
    await mkdir(folder);
    if (cuts) await engine.run(toCutSql(rows, shardsCount, cuts));
    const computed: string[] = [];
    for (let shard = 0; shard < shardsCount; shard++) {
      const path = join(folder, `${shard}.parquet`);
      const cut = cuts && toCutFolder(cuts, shard);
      const ofShard = cut ? await toRowsBelow(cut) : toShardSql(rows, shard, shardsCount);
      await write(engine, toActivitySql(ofShard, date, definition), path);
      if (cut) await rm(cut, { recursive: true, force: true });
      computed.push(path);
    }
    await addUp(engine, date, computed, folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows of one cut; none where no bet fell into it and its folder is not there. */
async function toRowsBelow(folder: string): Promise<string> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = names.sort().map((name) => join(folder, name));
  return toRows(toCuratedColumns(bets), paths);
}

/**
 * Adds the shards' rows up, a range of players at a time: grouping millions of rows with nine sums each, the engine
 * runs out of small memory before it spills. A range is as large as the others by a sample; rows are in the order of
 * their players, so what is made of the ranges follows one another.
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
  // Of the day alone: no day can read the bounds that another left behind.
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

async function countShards(engine: Engine, paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return 1;
  return Math.max(1, Math.ceil((await countRows(engine, paths)) / (engine.memoryLimitMib * rowsPerMib)));
}

/** By the files' footers alone. */
async function countRows(engine: Engine, paths: readonly string[]): Promise<number> {
  const [counted] = await engine.rows(
    `select cast(sum(num_rows) as bigint) as rows_count from parquet_file_metadata([${toSqlList(paths)}])`,
  );
  return Number(counted?.rows_count);
}

async function write(engine: Engine, sql: string, path: string): Promise<void> {
  await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
}

/**
 * Measured on two threads: ten million bets, half of them in pairs, 1.5 million rows of activity, take 1,700 MiB
 * and spill nothing at 2,122. Where a bet has more rows, or a row of activity fewer bets, some is spilled.
 */
const rowsPerMib = 4_000;

/** Measured: a million rows that are grouped and sorted take 700 MiB. */
const activityRowsPerMib = 1_000;

/**
 * Up to so many shards it is cheaper to read the day once more for each than to cut it. Measured, CPU a million bets:
 * 1.3 s to cut, then 0.2 s less for each shard; on a busy machine both take half as long again.
 */
const mostReadings = 8;

/**
 * Puts the rows of many small files into few, so that a query which reads its files several times opens few of
 * them: an open file costs memory and time, whatever is in it, and a day may land in ten thousand.
 *
 * @param folder where they go: not there yet; whoever called removes it
 * @param areAlike whether all files have the same columns
 * @returns the files to read instead, with the same rows; the same paths where few of them are small
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

/** A day's files are opened some four times: to join more than so many costs less. */
const fewFiles = 4;
/** Measured on 3,000 files of 100 bets: with 100, 300 or all of them open at once, 340, 350 and 700 MiB. */
const filesTogether = 100;
/** About ten thousand bets: to open a larger one costs less than to write its rows again. */
const smallBytes = 128 * 1024;
