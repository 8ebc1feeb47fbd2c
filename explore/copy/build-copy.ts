import type { DuckDBConnection } from '@duckdb/node-api';
import { gameName, joins } from '../../glue/metrics/joins.ts';
import { betCodes } from '../../glue/rollups.ts';
import type { Slice } from '../../glue/slices.ts';
import { toSqlText } from '../../glue/sql.ts';
import { type GroupName, groupNames, slicesOf } from './groups.ts';
import { summedColumns } from './sum-types.ts';

/** Changes with what a copy holds: one of another version is built again. */
export const copyVersion = 7;

/**
 * Builds the copy of the rollup from the tables of a lake, but for the sums that `addSums` adds to it:
 *
 * - `activity`: its rows, sorted by player, game and day. Players, games, periods and combinations of codes are numbers
 *   from 0, amounts have the least width that holds them. Players and games are numbered by their group, so that those
 *   of a country lie together.
 * - `players`, `games`, `player_groups`, `game_groups`, `bet_groups`: what the numbers stand for, codes as text.
 *
 * @param connection of an opened lake
 * @param path the database file to make; there must be none
 */
export async function buildCopy(connection: DuckDBConnection, path: string): Promise<void> {
  const run = (sql: string) => connection.run(sql);
  await run(`attach ${toSqlText(path)} as copied`);
  try {
    await buildPlayers(run);
    await buildGames(run);
    await buildBetCodes(run);
    for (const name of groupNames) await buildGroups(run, name);
    await buildActivity(connection);
    await run('checkpoint copied');
  } finally {
    for (const table of Object.values(toldIn)) await run(`drop table if exists temp.${table}`);
    await run('detach copied');
  }
}

type Run = (sql: string) => Promise<unknown>;

/** Tables of this connection: each player, game and combination of a bet's codes, with what it tells. */
const toldIn: Readonly<Record<GroupName, string>> = {
  player_group: 'players_told',
  game_group: 'games_told',
  bet_group: 'bets_told',
};

const toNamed = ({ column: { name }, sql }: Slice) => `${sql} as ${name}`;
const toNames = (group: GroupName) => slicesOf(group).map(({ column }) => column.name);

/** SQL that numbers the combinations of a group's codes. */
function toNumbered(group: GroupName): string {
  return `(dense_rank() over (order by ${toNames(group).join(', ')}) - 1)::uinteger as ${group}`;
}

async function buildPlayers(run: Run): Promise<void> {
  const others = slicesOf('player_group').filter(({ column }) => column.name !== 'partner_company_id');
  const names = ['partner_company_id', ...others.map(({ column }) => column.name)];
  await run(`create temp table players_told as
select
  (row_number() over (order by ${toNames('player_group').join(', ')}, player_code) - 1)::uinteger as player,
  ${toNumbered('player_group')}, player_code, ${names.join(', ')}
from (
  select activity.partner_company_id, activity.player_code, ${others.map(toNamed).join(', ')}
  from (select distinct partner_company_id, player_code from activity) as activity
  ${joins.players}
)`);
  await run(`create table copied.players as
select player, partner_company_id, player_code from players_told order by player`);
}

async function buildGames(run: Run): Promise<void> {
  const names = toNames('game_group').join(', ');
  await run(`create temp table games_told as
select
  (row_number() over (order by ${names}, game_id) - 1)::uinteger as game,
  ${toNumbered('game_group')}, game_id, game_name, ${names}
from (
  select activity.game_id, ${gameName.sql} as game_name, ${slicesOf('game_group').map(toNamed).join(', ')}
  from (select distinct game_id from activity) as activity
  ${joins.games}
)`);
  await run('create table copied.games as select game, game_id, game_name from games_told order by game');
}

async function buildBetCodes(run: Run): Promise<void> {
  await run(`create temp table bets_told as
select *, (row_number() over (order by ${betCodes.join(', ')}) - 1)::uinteger as bet_group
from (select distinct ${betCodes.join(', ')} from activity)`);
}

async function buildGroups(run: Run, group: GroupName): Promise<void> {
  const codes = slicesOf(group).map(({ column: { name }, sql }) => {
    const value = group === 'bet_group' ? sql : name;
    return `any_value(cast(${value} as varchar)) as ${name}`;
  });
  const players = ['min(player) as first_player', 'max(player) as last_player'];
  const told = [group, ...codes, ...(group === 'player_group' ? players : [])];
  await run(`create table copied.${group}s as
select ${told.join(', ')} from ${toldIn[group]} as activity group by ${group} order by ${group}`);
}

const isSame = (one: string, other: string) => `${one} is not distinct from ${other}`;

async function buildActivity(connection: DuckDBConnection): Promise<void> {
  const widths = await findWidths(connection);
  const varying = await findVarying(connection);
  const codes = varying.map((name) => isSame(`activity.${name}`, `coded.${name}`));
  await connection.run(`create table copied.activity as
select
  told.player, played.game,
  (bet_date - min_date)::uinteger as day_number,
  ((week_start - date_trunc('week', min_date)::date) // 7)::uinteger as week_number,
  date_diff('month', min_date, bet_date)::uinteger as month_number,
  date_diff('year', min_date, bet_date)::uinteger as year_number,
  told.player_group, played.game_group, coded.bet_group,
  ${[...widths].map(([name, type]) => `activity.${name}::${type} as ${name}`).join(', ')}
from activity
inner join players_told as told
  on activity.player_code = told.player_code and ${isSame('activity.partner_company_id', 'told.partner_company_id')}
inner join games_told as played on activity.game_id = played.game_id
inner join bets_told as coded on ${codes.length > 0 ? codes.join(' and ') : 'true'}
cross join (select min(bet_date) as min_date from activity)
order by player, game, day_number`);
  await connection.run(
    'create table copied.days as select min(bet_date) as first, max(bet_date) as last from activity',
  );
}

/** The codes of a bet that are not the same in all rows: to compare five is a fifth of the work. */
async function findVarying(connection: DuckDBConnection): Promise<string[]> {
  const counts = betCodes.map((name) => `count(distinct ${name}) + count_if(${name} is null)`);
  const reader = await connection.runAndReadAll(`select ${counts.join(', ')} from bets_told`);
  const [row = []] = reader.getRows();
  return betCodes.filter((_, at) => Number(row[at]) > 1);
}

/** The least type that holds every value of a measure. */
async function findWidths(connection: DuckDBConnection): Promise<Map<string, string>> {
  const names = Object.values(summedColumns);
  const digits = names.map((name) => {
    const most = `greatest(abs(coalesce(max(${name}), 0)), abs(coalesce(min(${name}), 0)))`;
    return `length(replace((${most})::varchar, '.', '')) as ${name}`;
  });
  const reader = await connection.runAndReadAll(`select ${digits.join(', ')} from activity`);
  const [row = []] = reader.getRows();
  return new Map(names.map((name, at) => [name, toWidth(name.endsWith('_count'), Number(row[at]))]));
}

function toWidth(isCount: boolean, digits: number): string {
  if (isCount) return digits <= 2 ? 'utinyint' : digits <= 4 ? 'usmallint' : 'bigint';
  // All digits, those after the point among them: 4, 9 and 18 of them fit two, four and eight bytes.
  const precision = [4, 9, 18].find((each) => digits <= each) ?? 38;
  return `decimal(${precision}, 2)`;
}
