import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toCuratedColumns, toRows } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import {
  activity,
  type PostingsOfDay,
  toActivitySql,
  toPartitionFolder,
  toPartitionSql,
  toPlayerBoundsSql,
  toPlayerRangeSql,
  toRepeatedBetsSql,
  toRestatedPostingsSql,
  toShardSql,
} from '../../glue/rollups/index.ts';
import type { Column } from '../../glue/schema.ts';
import { literalPaths, toSqlList, toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../core/engine.ts';

/** A day of activity to compute. */
export interface ActivityOfDay {
  readonly date: string;
  /** The local curated files to compute it from. */
  readonly paths: readonly string[];
  readonly definition: ActivityDefinition;
  /** The local file to write. */
  readonly target: string;
  /** The number of ranges of players. @default as many as the engine's memory requires */
  readonly rangesCount?: number;
}

/**
 * Up to so many ranges it is cheaper to read the whole day for each than to partition it. Measured, CPU for a
 * million bets: 1.3 s to partition, then 0.2 s less for each range; on a busy machine both take half as long
 * again.
 */
const mostFullReads = 8;

/**
 * Measured on two threads: ten million bets, half of them in pairs, with 1.5 million rows of activity, take
 * 1,700 MiB and spill nothing at a limit of 2,122. Where a row of activity has fewer bets, the engine spills some.
 */
const rowsPerMib = 4_000;

/** To find the bets that are repeated takes a hash of an id alone. */
const idsPerMib = 10_000;

/**
 * Computes a day's activity. A day that is too large for the engine's memory is computed a range of players at a
 * time: memory stays within the engine's limit, and little is spilled. The rows are the same, whatever the number of
 * ranges.
 *
 * Which row of a bet is current and under which type the bet counts is decided before, among all rows of the bet: a
 * restatement may move it to another player. Only bets with several rows need that, and of those only the ones that
 * are no pairs need a sort.
 */
export async function computeActivity(engine: Engine, day: ActivityOfDay): Promise<void> {
  const { date, paths, definition, target } = day;
  const rows = toRows(toCuratedColumns(bets), paths);
  const rowsCount = await countRows(engine, paths);
  const rangesCount = day.rangesCount ?? countParts(engine, rowsCount, rowsPerMib);
  if (rangesCount === 1) return write(engine, toActivitySql({ rows, definition }, date), target);
  const folder = `${target}.parts`;
  try {
    await mkdir(folder);
    const postings = { rows, definition, ...(await findRepeatedBets(engine, day, rowsCount, folder)) };
    const ranges = await computeRanges(engine, day, postings, rangesCount, folder);
    await write(engine, `select * from ${toRows(activity.columns, ranges)}`, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Finds the day's bets that more than one row names, and decides between their rows, a shard of the bets at a time. */
async function findRepeatedBets(
  engine: Engine,
  { paths, definition }: ActivityOfDay,
  rowsCount: number,
  folder: string,
): Promise<{ readonly repeatedBets: string; readonly restatedPostings: string }> {
  const rows = toRows(toCuratedColumns(bets), paths);
  const writeShards = async (name: string, shardsCount: number, toSql: (shard: string) => string) => {
    const files: string[] = [];
    for (let shard = 0; shard < shardsCount; shard++) {
      const file = join(folder, `${name}-${shard}.parquet`);
      await write(engine, toSql(toShardSql(rows, shard, shardsCount)), file);
      files.push(file);
    }
    return `select * from read_parquet([${toSqlList(files)}], ${literalPaths})`;
  };
  const repeatedBets = await writeShards('repeated', countParts(engine, rowsCount, idsPerMib), (shard) =>
    toRepeatedBetsSql({ rows: shard, definition }),
  );
  const [restated] = await engine.rows(
    `select cast(coalesce(sum(rows_count), 0) as bigint) as rows_count from (${repeatedBets}) where not coalesce(is_pair, false)`,
  );
  const shardsCount = countParts(engine, Number(restated?.rows_count), rowsPerMib);
  const restatedPostings = await writeShards('restated', shardsCount, (shard) =>
    toRestatedPostingsSql({ rows: shard, definition, repeatedBets }),
  );
  return { repeatedBets, restatedPostings };
}

/**
 * Computes the rows of activity a range of players at a time; a sample of the players makes the ranges about equally
 * large. With few ranges, each reads all files of the day; with more, the rows are first partitioned to disk, so that
 * the work grows with the day, not with its square.
 *
 * @returns the files of the ranges, in the order of players
 */
async function computeRanges(
  engine: Engine,
  { date }: ActivityOfDay,
  postings: PostingsOfDay & { readonly restatedPostings: string },
  rangesCount: number,
  folder: string,
): Promise<string[]> {
  // Named after the day, so that no day can read the bounds that another left.
  const variable = `player_bounds_${date.replaceAll('-', '')}`;
  await engine.run(toPlayerBoundsSql(postings.rows, rangesCount, variable));
  const partitions = rangesCount > mostFullReads ? join(folder, 'partitions') : undefined;
  if (partitions) await engine.run(toPartitionSql(postings.rows, rangesCount, variable, partitions));
  const ranges: string[] = [];
  for (let range = 0; range < rangesCount; range++) {
    const inRange = (rows: string) => toPlayerRangeSql(rows, range, rangesCount, variable);
    const partition = partitions && toPartitionFolder(partitions, range);
    const rows = partition ? await toRowsBelow(partition) : inRange(postings.rows);
    const restatedPostings = inRange(`(${postings.restatedPostings})`);
    const file = join(folder, `range-${range}.parquet`);
    await write(engine, toActivitySql({ ...postings, rows, restatedPostings }, date), file);
    if (partition) await rm(partition, { recursive: true, force: true });
    ranges.push(file);
  }
  await engine.run(`reset variable ${variable}`);
  return ranges;
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

/** How many parts of so many rows each the engine's memory asks for. */
function countParts(engine: Engine, rowsCount: number, perMib: number): number {
  return Math.max(1, Math.ceil(rowsCount / (engine.memoryLimitMib * perMib)));
}

/** Counts rows by the files' footers. */
async function countRows(engine: Engine, paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return 0;
  const [counted] = await engine.rows(
    `select cast(sum(num_rows) as bigint) as rows_count from parquet_file_metadata([${toSqlList(paths)}])`,
  );
  return Number(counted?.rows_count);
}

async function write(engine: Engine, sql: string, path: string): Promise<void> {
  await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
}
