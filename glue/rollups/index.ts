import { originColumns } from '../curated.ts';
import { bets } from '../datasets/bets.ts';
import { games } from '../datasets/games.ts';
import { players } from '../datasets/players.ts';
import { toSums } from '../metrics/measures.ts';
import { type Column, type Dataset, date, type SourceColumn, typeNames } from '../schema.ts';
import { readSql, toSqlList, toSqlText } from '../sql.ts';
import { type ActivityMeasure, activityMeasures } from './columns.ts';
import type { ActivityDefinition } from './definition.ts';

/** A table that is computed from curated rows and that the views read. */
export interface Rollup {
  readonly name: RollupName;
  readonly rowMeaning: string;
  readonly columns: readonly Column[];
}

type RollupName = 'activity' | DimensionName;
type DimensionName = 'player_dimension' | 'player_profiles' | 'game_dimension';

/** The codes a bet carries itself, as its columns declare; the key of the rollup, beside day, player and game. */
export const betCodes: readonly string[] = bets.columns.filter(({ code }) => code).map(({ name }) => name);

/** Day × player × game × the bet's codes: the rollup that every period and slice is read from. */
export const activity: Rollup = {
  name: 'activity',
  rowMeaning: 'one day, player, game and combination of the codes a bet carries',
  columns: [
    { name: 'bet_date', type: date, meaning: 'The UTC day the bets were placed.' },
    {
      name: 'week_start',
      type: date,
      meaning:
        "The Monday of the day's ISO week; stored, because Trino does not prune through date_trunc('week', …).",
    },
    ...pick(bets, ['partner_company_id', 'player_code', 'game_id', ...betCodes]),
    ...activityMeasures,
  ],
};

/** The newest row of each key of a data set, as a rollup. */
export interface Dimension extends Rollup {
  readonly name: DimensionName;
  readonly dataset: Dataset;
}

/** What the metrics join of players: the key and the codes, and nothing else about them. */
export const playerDimension: Dimension = {
  name: 'player_dimension',
  rowMeaning: 'one player, as of the newest row',
  dataset: players,
  columns: [
    ...players.columns.filter(({ name, code }) => code || players.key.includes(name)),
    ...originColumns,
  ],
};

/** All attributes of players: personal data, kept apart from what readers of metrics need. */
const playerProfiles: Dimension = {
  name: 'player_profiles',
  rowMeaning: 'one player, as of the newest row',
  dataset: players,
  columns: [...players.columns, ...originColumns],
};

export const gameDimension: Dimension = {
  name: 'game_dimension',
  rowMeaning: 'one game, as of the newest row',
  dataset: games,
  columns: [...games.columns, ...originColumns],
};

export const dimensions: readonly Dimension[] = [playerDimension, playerProfiles, gameDimension];
export const rollups: readonly Rollup[] = [activity, ...dimensions];

/**
 * The query that computes a day of activity from the day's curated rows.
 *
 * @param rows a relation with the columns of curated bets
 * @param betDate the day, `YYYY-MM-DD`
 */
export function toActivitySql(
  rows: string,
  betDate: string,
  { debits, stakeTypes, voidStatuses }: ActivityDefinition,
): string {
  return readSql('rollups/activity.sql', {
    bets: rows,
    bet_date: toSqlText(betDate).slice(1, -1),
    key: bets.key.join(', '),
    newest: bets.newest,
    bet_codes: betCodes.join(', '),
    posting_amounts: activityMeasures.flatMap((measure) => toPostingAmount(measure, debits)).join(',\n    '),
    measures: activityMeasures.map(toAggregate).join(',\n  '),
    stake_types: stakeTypes.length > 0 ? stakeTypes.join(', ') : 'null',
    void_statuses: voidStatuses.length > 0 ? toSqlList(voidStatuses) : 'null',
    // Read twice rather than held: a third of the memory, a quarter less CPU.
    inlined: 'not materialized',
  });
}

/** The amount that a posting adds to a measure, under the measure's name; none where the measure is a count. */
export function toPostingAmount(
  { name, amount }: ActivityMeasure,
  debits: ActivityDefinition['debits'],
): string[] {
  if (!amount) return [];
  const [column] = pick(bets, [amount.column]);
  const value = column?.required ? amount.column : `coalesce(${amount.column}, 0)`;
  return [`${amount.isDebit && debits === 'negative' ? '-' : ''}${value} as ${name}`];
}

function toAggregate({ name, type, sql = `sum(${name})` }: ActivityMeasure): string {
  return `cast(${sql} as ${typeNames(type).trino}) as ${name}`;
}

/**
 * The part of a day's bets that is one shard of them. A shard has all rows of its bets, because which row wins
 * and under which type a bet counts is decided among them: shards by player would not do, where a restatement
 * moves a bet to another player.
 *
 * @param shard from 0
 */
export function toShardSql(bets: string, shard: number, shardsCount: number): string {
  return `(select * from ${bets} where ${toShardNumber(shardsCount)} = ${shard})`;
}

/** The statement that writes all shards of a day's bets, each to a folder of its own below `folder`. */
export function toPartitionSql(bets: string, shardsCount: number, folder: string): string {
  return `copy (select *, ${toShardNumber(shardsCount)} as shard from ${bets})
to ${toSqlText(folder)} (format parquet, codec 'zstd', partition_by (shard))`;
}

/** Where `toPartitionSql` writes a shard; not there where no bet is in it. */
export function toPartitionFolder(folder: string, shard: number): string {
  return `${folder}/shard=${shard}`;
}

const toShardNumber = (shardsCount: number) => `hash(bet_id) % ${shardsCount}`;

/** The query that makes one day of activity of the activity of its shards, a relation with the rollup's columns. */
export function toActivityOfShardsSql(shards: string): string {
  return readSql('rollups/activity_shards.sql', {
    shards,
    bet_codes: betCodes.join(', '),
    measures: toSums(activityMeasures),
  });
}

/**
 * The statement that keeps, within the engine as a variable, the players between which rows of activity fall into so
 * many ranges, about equal. A player's code never leaves the engine to come back as SQL: whatever text it is, it is
 * compared as it is.
 *
 * @param variable a plain name
 */
export function toPlayerBoundsSql(rows: string, rangesCount: number, variable: string): string {
  const shares = Array.from({ length: rangesCount - 1 }, (_, at) => (at + 1) / rangesCount);
  return `set variable ${variable} = (select quantile_disc(player_code, [${shares.join(', ')}])
from (select player_code from ${rows} using sample reservoir(10000 rows)))`;
}

/**
 * The part of rows of activity whose players are in one of the ranges that `toPlayerBoundsSql` has found.
 *
 * @param range from 0
 */
export function toPlayerRangeSql(rows: string, range: number, rangesCount: number, variable: string): string {
  // A list of the engine counts from 1: the bound before a range has the range's own number.
  const conditions = [
    ...(range === 0 ? [] : [`player_code >= getvariable('${variable}')[${range}]`]),
    ...(range === rangesCount - 1 ? [] : [`player_code < getvariable('${variable}')[${range + 1}]`]),
  ];
  return `(select * from ${rows} where ${conditions.join(' and ')})`;
}

/** The query that finds the newest row of each key among `rows`, a relation with the dimension's columns. */
export function toDimensionSql(dimension: Dimension, rows: string): string {
  return readSql('rollups/dimension.sql', {
    rows,
    key: dimension.dataset.key.join(', '),
    columns: dimension.columns.map(({ name }) => name).join(', '),
  });
}

function pick(dataset: Dataset, names: readonly string[]): SourceColumn[] {
  return names.map((name) => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (!column) throw new Error(`data set ${dataset.name} has no column ${name}`);
    return column;
  });
}
