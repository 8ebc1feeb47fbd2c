import type { DuckDBConnection } from '@duckdb/node-api';
import { lakeTables } from '../../glue/metrics/source.ts';
import { type Slice, slices } from '../../glue/slices.ts';
import { toSqlText } from '../../glue/sql.ts';
import { type Group, groupOf } from './groups.ts';

/** Changes with what a copy holds: one of another version is built again. */
export const copyVersion = 2;

/**
 * Builds the copy of the rollup from the tables of a lake: one table of a row a row of `activity`, with what players
 * and games give in it, codes as one byte or two, amounts in the least width that holds them, players as numbers, and
 * sorted by them; and small tables of what the numbers stand for.
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
    await run(`create temp table bet_codes as
select distinct ${ofGroup('bet_group').map(toNamed).join(', ')} from activity`);
    for (const slice of slices) await buildCodes(run, slice);
    await buildActivity(connection);
    await run(`create table copied.bet_groups as
select bet_group, ${ofGroup('bet_group')
      .map(({ column: { name } }) => `any_value(${name}) as ${name}`)
      .join(', ')}
from copied.activity group by 1`);
    await run('checkpoint copied');
  } finally {
    for (const table of ['players_told', 'games_told', 'bet_codes'])
      await run(`drop table if exists temp.${table}`);
    await run('detach copied');
  }
}

type Run = (sql: string) => Promise<unknown>;

const ofGroup = (group: Group) => slices.filter((slice) => groupOf(slice) === group);
const toNamed = ({ column: { name }, sql }: Slice) => `${sql} as ${name}`;
const toNames = (group: Group) => ofGroup(group).map(({ column }) => column.name);

async function buildPlayers(run: Run): Promise<void> {
  const names = toNames('player_group').join(', ');
  await run(`create temp table players_told as
select
  (row_number() over (order by partner_company_id nulls last, player_code) - 1)::uinteger as player,
  (dense_rank() over (order by ${names}) - 1)::uinteger as player_group,
  partner_company_id, player_code, ${names}
from (
  select activity.partner_company_id, activity.player_code, ${ofGroup('player_group').map(toNamed).join(', ')}
  from (select distinct partner_company_id, player_code from activity) as activity
  ${lakeTables.joins.players}
)`);
  await run(`create table copied.players as
select player, partner_company_id, player_code from players_told order by player`);
  await run(`create table copied.player_groups as select distinct player_group, ${names} from players_told`);
}

async function buildGames(run: Run): Promise<void> {
  const names = toNames('game_group').join(', ');
  await run(`create temp table games_told as
select (dense_rank() over (order by ${names}) - 1)::uinteger as game_group, game_id, game_name, ${names}
from (
  select activity.game_id, ${lakeTables.gameName.sql} as game_name, ${ofGroup('game_group').map(toNamed).join(', ')}
  from (select distinct game_id from activity) as activity
  ${lakeTables.joins.games}
)`);
  await run(`create type copied.game_names as enum (
  select distinct game_name from games_told union select '' order by 1
)`);
  await run(`create table copied.game_groups as select distinct game_group, ${names} from games_told`);
}

const toldIn: Readonly<Record<Group, string>> = {
  player_group: 'players_told',
  game_group: 'games_told',
  bet_group: 'bet_codes',
};

/** A list of a column's codes, so that a code is a byte or two. No list is empty: the empty text is in each. */
async function buildCodes(run: Run, slice: Slice): Promise<void> {
  const { name } = slice.column;
  await run(`create type copied.${name}_codes as enum (
  select distinct ${name}::varchar as code from ${toldIn[groupOf(slice)]} where ${name} is not null
  union select '' order by code
)`);
}

async function buildActivity(connection: DuckDBConnection): Promise<void> {
  const sources: Readonly<Record<Group, (slice: Slice) => string>> = {
    player_group: ({ column }) => `told.${column.name}`,
    game_group: ({ column }) => `played.${column.name}`,
    bet_group: ({ sql }) => sql,
  };
  const codes = slices.map((slice) => {
    const { name } = slice.column;
    return `cast(cast(${sources[groupOf(slice)](slice)} as varchar) as copied.${name}_codes) as ${name}`;
  });
  const widths = await findWidths(connection);
  const measures = [...widths].map(([name, type]) => `activity.${name}::${type} as ${name}`);
  await connection.run(`create table copied.activity as
select
  bet_date, week_start, month_start, year_start,
  (bet_date - min_date)::uinteger as day_number,
  ((week_start - date_trunc('week', min_date)::date) // 7)::uinteger as week_number,
  date_diff('month', min_date, bet_date)::uinteger as month_number,
  date_diff('year', min_date, bet_date)::uinteger as year_number,
  player, game_id, game_name, player_group, game_group,
  ${await toBetGroup(connection)} as bet_group,
  ${[...slices.map(({ column }) => column.name), ...widths.keys()].join(', ')}
from (
  select
    activity.bet_date, activity.week_start,
    date_trunc('month', activity.bet_date)::date as month_start,
    date_trunc('year', activity.bet_date)::date as year_start,
    told.player, activity.game_id, played.game_name::copied.game_names as game_name,
    told.player_group, played.game_group,
    ${[...codes, ...measures].join(',\n    ')}
  from activity
  inner join players_told as told
    on activity.player_code = told.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(told.partner_company_id, 0)
    and (activity.partner_company_id is null) = (told.partner_company_id is null)
  inner join games_told as played on activity.game_id = played.game_id
)
cross join (select min(bet_date) as min_date from activity)
order by player, bet_date`);
}

/** One number for the codes of a bet: the place of each in its list, each list being one place longer for NULL. */
async function toBetGroup(connection: DuckDBConnection): Promise<string> {
  let number = '0';
  for (const name of toNames('bet_group')) {
    const sql = `select len(enum_range(null::copied.${name}_codes))`;
    const [[size = 0n] = []] = (await connection.runAndReadAll(sql)).getRows();
    number = `(${number} * ${Number(size) + 1} + coalesce(enum_code(${name})::ubigint, ${size}))`;
  }
  return `${number}::ubigint`;
}

const counts = ['bets_count', 'staked_bets_count'];
const amounts = ['real_debit_amount', 'bonus_debit_amount', 'real_credit_amount', 'bonus_credit_amount'];

/** The least type that holds every value of a measure. */
async function findWidths(connection: DuckDBConnection): Promise<Map<string, string>> {
  const names = [...counts, ...amounts];
  const digits = names.map((name) => {
    const most = `greatest(abs(coalesce(max(${name}), 0)), abs(coalesce(min(${name}), 0)))`;
    return `length(replace((${most})::varchar, '.', '')) as ${name}`;
  });
  const reader = await connection.runAndReadAll(`select ${digits.join(', ')} from activity`);
  const [row = []] = reader.getRows();
  return new Map(names.map((name, at) => [name, toWidth(counts.includes(name), Number(row[at]))]));
}

function toWidth(isCount: boolean, digits: number): string {
  if (isCount) return digits <= 2 ? 'utinyint' : digits <= 4 ? 'usmallint' : 'bigint';
  // All digits, those after the point among them: 4, 9 and 18 of them fit two, four and eight bytes.
  const precision = [4, 9, 18].find((each) => digits <= each) ?? 38;
  return `decimal(${precision}, 2)`;
}
