import { rm } from 'node:fs/promises';
import { bets } from '../../glue/datasets/bets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { toRows } from '../../glue/derive/to-rows.ts';
import { activity, toActivityOfShardsSql, toActivitySql, toShardSql } from '../../glue/rollups.ts';
import { toSqlList, toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../lake/engine.ts';

/** A day's activity, and the curated files that it is computed from. */
export interface ActivityOfDay {
  readonly date: string;
  /** Local curated files. */
  readonly paths: readonly string[];
  readonly voidStatuses: readonly string[];
  /** The local file to write. */
  readonly target: string;
  /** @default as many as the engine's memory asks for */
  readonly shardsCount?: number;
}

/**
 * Computes a day's activity. A day too large for the engine's memory is computed a shard of its bets at a time,
 * and the shards' rows are added up: memory and what is spilled are those of one shard, at the price of reading
 * some columns once a shard. The rows are the same, whatever the number of shards.
 */
export async function computeActivity(engine: Engine, day: ActivityOfDay): Promise<void> {
  const { date, paths, voidStatuses, target } = day;
  const rows = toRows(toCuratedColumns(bets), paths);
  const shardsCount = day.shardsCount ?? (await countShards(engine, paths));
  const toSql = (shard: number) => toActivitySql(toShardSql(rows, shard, shardsCount), date, voidStatuses);
  if (shardsCount === 1) return write(engine, toSql(0), target);
  const shards = Array.from({ length: shardsCount }, (_, shard) => `${target}.shard-${shard}.parquet`);
  try {
    for (const [shard, path] of shards.entries()) await write(engine, toSql(shard), path);
    await write(engine, toActivityOfShardsSql(toRows(activity.columns, shards)), target);
  } finally {
    for (const path of shards) await rm(path, { force: true });
  }
}

/** By the files' footers alone. */
async function countShards(engine: Engine, paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return 1;
  const [counted] = await engine.rows(
    `select cast(sum(num_rows) as bigint) as rows_count from parquet_file_metadata([${toSqlList(paths)}])`,
  );
  return Math.max(1, Math.ceil(Number(counted?.rows_count) / (engine.memoryLimitMib * rowsPerMib)));
}

async function write(engine: Engine, sql: string, path: string): Promise<void> {
  await engine.run(`copy (${sql}) to ${toSqlText(path)} (format parquet, codec 'zstd')`);
}

/** Measured: a million bets, half of them in pairs, take 190 MiB on one thread; this leaves the same again. */
const rowsPerMib = 2_500;
