import { typeNames } from '../../glue/column.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { originColumns } from '../../glue/derive/to-curated-columns.ts';
import { toSqlText } from '../../glue/sql.ts';

/** A day of bets that the engine itself makes up: some ten times faster than landing it as JSON Lines. */
export interface DayOfBets {
  readonly date: string;
  /** Rows of a file, about: stakes, the wins of a third of them, and what restates one in a hundred. */
  readonly rowsPerFile: number;
  readonly filesCount: number;
  readonly playersCount: number;
  readonly gamesCount: number;
  /** Stakes of a player on a game, one after another, before they move on. */
  readonly stakesPerSession: number;
}

/** Rows of every hundred stakes: one each, 33 wins, one restated. */
const rowsPerHundredStakes = 134;
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
 * same day. Hashes stand for chance, so that nothing depends on the number of threads.
 *
 * @param file from 0
 */
export function toBetsSql(day: DayOfBets, file: number): string {
  const { date, rowsPerFile, filesCount, playersCount, gamesCount, stakesPerSession } = day;
  const stakesCount = Math.ceil((rowsPerFile / rowsPerHundredStakes) * 100);
  const first = file * stakesCount;
  const midnight = Date.parse(date);
  const dayNumber = midnight / 86_400_000;
  const sessionsRow = sessionsAtOnce * stakesPerSession;
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

postings as (
  select *, 1 as type, 0 as place, cents as debit, 0 as credit, null as event_dt
  from placed
  union all
  select *, 2, 1, 0, cents * (1 + (chance >> 12) % 3), null
  from placed
  where (chance >> 8) % 100 < 33
  union all
  select *, 1, 2, cents + 10, 0, placed_dt
  from placed
  where (chance >> 32) % 100 = 0
),

lines as (
  select
    ${dayNumber} * ${idsPerDay} + stake * 4 as bet_id,
    placed_dt as bet_dt,
    printf('%016X', hash(player, 'player')) as player_code,
    game + 1 as game_id,
    debit * 0.01 as real_debit_amount,
    credit * 0.01 as real_credit_amount,
    0 as bonus_debit_amount,
    0 as bonus_credit_amount,
    substr('CMW', cast((session >> 40) % 3 + 1 as integer), 1) as bet_channel_code,
    'A' as bet_status_code,
    debit * 0.00015 as player_jackpot_contribution_amount,
    0 as player_jackpot_win_amount,
    null as bet_action_id,
    type as bet_transaction_type_id,
    event_dt as last_event_dt,
    null as game_odds,
    0 as fee_amount,
    1 as operating_company_id,
    133 as partner_company_id,
    null as brand_id,
    ${toSqlText(toLandingKey(day, file))} as landing_key,
    (stake - ${first}) * 3 + place + 1 as line_number
  from postings
)

select ${typed.join(', ')}
from lines
order by line_number`;
}
