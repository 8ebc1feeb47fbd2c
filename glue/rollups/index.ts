import { originColumns } from '../curated.ts';
import { bets } from '../datasets/bets.ts';
import { games } from '../datasets/games.ts';
import { players } from '../datasets/players.ts';
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

/** What computes a day's activity: every row of the day's bets, and how the rows of one bet are told apart. */
export interface PostingsOfDay {
  /** A relation with the columns of curated bets. */
  readonly rows: string;
  readonly definition: ActivityDefinition;
  /**
   * The bets that more than one row names, and the current postings of those that are no pairs: queries of relations
   * that `toRepeatedBetsSql` and `toRestatedPostingsSql` have written. @default found among `rows`
   */
  readonly repeatedBets?: string;
  readonly restatedPostings?: string;
}

/**
 * The query that computes a day of activity from the day's curated rows.
 *
 * @param betDate the day, `YYYY-MM-DD`
 */
export function toActivitySql(day: PostingsOfDay, betDate: string): string {
  const { repeatedBets, restatedPostings } = day;
  return readSql('rollups/activity.sql', {
    ...columnLists,
    postings: toPostingsSql(day),
    repeated_bets: repeatedBets ?? readSql('rollups/repeated_bets.sql'),
    restated_postings: restatedPostings ?? readSql('rollups/restated_postings.sql', restatedLists),
    inlined,
    bet_date: toSqlText(betDate).slice(1, -1),
    bet_codes: betCodes.join(', '),
    measures: activityMeasures.map(toAggregate).join(',\n  '),
  });
}

/** The query of the bets that more than one row names: of all rows of a day or of a shard, which has all rows of its bets. */
export function toRepeatedBetsSql(day: PostingsOfDay): string {
  return `with postings as ${inlined} (\n${toPostingsSql(day)}\n)\n\n${readSql('rollups/repeated_bets.sql')}`;
}

/** The query of the current postings of those of the day's `repeatedBets` that are no pairs. */
export function toRestatedPostingsSql({
  repeatedBets,
  ...day
}: PostingsOfDay & { readonly repeatedBets: string }): string {
  return `with postings as ${inlined} (\n${toPostingsSql(day)}\n),\n\nrepeated_bets as (${repeatedBets}),\n\nrestated_postings as (\n${readSql('rollups/restated_postings.sql', restatedLists)}\n)\n\nselect * from restated_postings`;
}

function toPostingsSql({ rows, definition: { debits, stakeTypes, voidStatuses } }: PostingsOfDay): string {
  return readSql('rollups/postings.sql', {
    bets: rows,
    newest: bets.newest,
    group: columnLists.group,
    posting_amounts: activityMeasures.flatMap((measure) => toPostingAmount(measure, debits)).join(',\n    '),
    stake_types: stakeTypes.length > 0 ? stakeTypes.join(', ') : 'null',
    void_statuses: voidStatuses.length > 0 ? toSqlList(voidStatuses) : 'null',
  });
}

/** Read again rather than held: a third of the memory, a quarter less CPU. */
const inlined = 'not materialized';

const columnLists = {
  group: ['partner_company_id', 'player_code', 'game_id', ...betCodes].join(', '),
  amounts: activityMeasures.flatMap(({ name, amount }) => (amount ? [name] : [])).join(', '),
};

const restatedLists = { ...columnLists, key: bets.key.join(', '), newest: bets.newest };

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
  return `(select * from ${bets} where hash(bet_id) % ${shardsCount} = ${shard})`;
}

/**
 * The statement that keeps, within the engine as a variable, the players between which rows fall into so
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

/** The statement that writes the rows of each range of players to a folder of its own below `folder`. */
export function toPartitionSql(rows: string, rangesCount: number, variable: string, folder: string): string {
  const before = Array.from(
    { length: rangesCount - 1 },
    (_, range) => `when player_code < getvariable('${variable}')[${range + 1}] then ${range}`,
  );
  return `copy (select *, case ${before.join(' ')} else ${rangesCount - 1} end as player_range from ${rows})
to ${toSqlText(folder)} (format parquet, codec 'zstd', partition_by (player_range))`;
}

/** Where `toPartitionSql` writes a range; not there where no row is in it. */
export function toPartitionFolder(folder: string, range: number): string {
  return `${folder}/player_range=${range}`;
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
