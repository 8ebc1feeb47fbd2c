import { addDays, dayMs } from '../../glue/calendar.ts';
import { originColumns } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { typeNames } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';

/** Days one after another, `YYYY-MM-DD`. */
export function listDays(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => addDays(first, at));
}

/** A day of bets that the engine itself generates: some ten times faster than landing it as JSON Lines. */
export interface DayOfBets {
  readonly date: string;
  /** Rows of a file, about: stakes, wins, rounds that ended with nothing, and what restates one in a hundred. */
  readonly rowsPerFile: number;
  readonly filesCount: number;
  readonly playersCount: number;
  readonly gamesCount: number;
  /** Stakes of a player on a game, one after another, before they move on. */
  readonly stakesPerSession: number;
}

/** Rows of every hundred stakes: one each, 19 wins, one ended round, one restated. */
export const rowsPerHundredStakes = 121;
/** Games whose provider books with actions, of every four. */
const gamesWithActions = 3;
/** Sessions under way at once, whose stakes alternate. */
const sessionsAtOnce = 1_000;
/** More than a day of any size has. */
const idsPerDay = 10_000_000_000;

/** The landing object that a file of the day would have come from. */
export function toLandingKey({ date }: Pick<DayOfBets, 'date'>, file: number): string {
  return `bets/${date}.${String(file).padStart(5, '0')}.jsonl`;
}

/**
 * The query of the rows of one file, as curated columns in the order of a converted file; the same rows for the
 * same day. Hashes replace chance, so that nothing depends on the number of threads.
 *
 * @param file from 0
 */
export function toBetsSql(day: DayOfBets, file: number): string {
  const { date, rowsPerFile, filesCount, playersCount, gamesCount, stakesPerSession } = day;
  const stakesCount = Math.ceil((rowsPerFile / rowsPerHundredStakes) * 100);
  const first = file * stakesCount;
  const midnight = Date.parse(date);
  const dayNumber = midnight / dayMs;
  const sessionsRow = sessionsAtOnce * stakesPerSession;
  const values: Readonly<Record<string, string>> = {
    bet_id: `${dayNumber} * ${idsPerDay} + stake * 4 + place % 2`,
    bet_dt: 'at_dt',
    player_code: `printf('%016X', hash(player, 'player'))`,
    game_id: 'game + 1',
    real_debit_amount: 'case when (session >> 48) % 100 > 0 then debit * 0.01 else 0 end',
    real_credit_amount: 'case when (session >> 48) % 100 > 0 then credit * 0.01 else 0 end',
    bonus_debit_amount: 'case when (session >> 48) % 100 = 0 then debit * 0.01 else 0 end',
    bonus_credit_amount: 'case when (session >> 48) % 100 = 0 then credit * 0.01 else 0 end',
    bet_channel_code: `case when (session >> 40) % 11 = 0 then 'W' else 'C' end`,
    bet_status_code: `'A'`,
    player_jackpot_contribution_amount: 'case when has_actions and type = 1 then 0 end',
    player_jackpot_win_amount: 'case when type <> 1 then 0 end',
    bet_action_id: 'case when has_actions and type = 1 then 10 when has_actions and type = 2 then 30 end',
    bet_transaction_type_id: 'type',
    last_event_dt: 'case when has_actions or place = 2 then event_dt end',
    fee_amount: '0',
    operating_company_id: '1',
    partner_company_id: '133',
  };
  const columns = bets.columns.map(({ name, required }) => {
    if (required && !Object.hasOwn(values, name))
      throw new Error(`bench/lake/day-of-bets.ts makes no ${name}, which is required: add its value`);
    return `${values[name] ?? 'null'} as ${name}`;
  });
  const typed = [...bets.columns, ...originColumns].map(
    ({ name, type }) => `cast(${name} as ${typeNames(type).duckdb}) as ${name}`,
  );
  return `with stakes as (
  select
    range as stake,
    hash(range // ${sessionsRow} * ${sessionsAtOnce} + range % ${sessionsAtOnce}, ${dayNumber}) as session,
    hash(range, ${dayNumber}) as chance
  from range(${first}, ${first + stakesCount})
),

placed as (
  select
    *,
    session % ${playersCount} as player,
    -- The square of a share: some games are played much more than others.
    cast(floor(${gamesCount} * pow(((session >> 20) % 1000003) / 1000003, 2)) as bigint) as game,
    cast(10 * (1 + chance % 50) as decimal(18, 0)) as cents,
    epoch_ms(${midnight} + stake * 86399 // ${stakesCount * filesCount} * 1000) as placed_dt
  from stakes
),

outcomes as (
  select *, (chance >> 8) % 100 as outcome, game % 4 < ${gamesWithActions} as has_actions,
    least(placed_dt + to_seconds(cast((chance >> 24) % 3 as bigint)), epoch_ms(${midnight + 86_399_000})) as settled_dt
  from placed
),

-- Every row is a transaction of the wallet with an id of its own; the last are restatements of stakes.
postings as (
  select *, 1 as type, 0 as place, placed_dt as at_dt, -cents as debit, 0 as credit, placed_dt as event_dt
  from outcomes
  union all
  select *, 2, 1, settled_dt, 0, cents * (1 + (chance >> 12) % 9), null
  from outcomes
  where outcome < 19
  union all
  select *, 6, 1, settled_dt, 0, 0, null
  from outcomes
  where outcome = 19
  union all
  select *, 1, 2, placed_dt, -cents - 10, 0, placed_dt + interval 1 minute
  from outcomes
  where (chance >> 32) % 100 = 0
),

lines as (
  select
    ${columns.join(',\n    ')},
    ${toSqlText(toLandingKey(day, file))} as landing_key,
    (stake - ${first}) * 3 + place + 1 as line_number
  from postings
)

select ${typed.join(', ')}
from lines
order by line_number`;
}
