import { currency, lacksCurrency } from './metrics/joins.ts';
import { activityMeasures } from './rollups/columns.ts';
import { type ActivityDefinition, toOtherSign } from './rollups/definition.ts';
import { readSql } from './sql.ts';
import { declaredSql } from './views/view.ts';

const someAmount = activityMeasures
  .filter(({ name }) => name.endsWith('_amount'))
  .map(({ name }) => `activity.${name} <> 0`)
  .join(' or ');

/** Questions about the data itself, in the SQL that both engines share. */
export const healthSql = {
  /** What was loaded and what was refused, by day: files, and their lines. */
  loadsByDay: readSql('health/loads_by_day.sql'),
  /** When each data set was last loaded, and the newest day with bets. */
  freshness: readSql('health/freshness.sql'),
  /** Players and games that bets name and no players or games file does, with their bets. */
  unknowns: readSql('health/unknowns.sql', {}, declaredSql),
  /** Players with bets or money whose currency is not known: amounts of several of them are NULL. */
  currencies: readSql(
    'health/currencies.sql',
    { lacks_currency: lacksCurrency(currency.sql), some_amount: someAmount },
    declaredSql,
  ),
  /** Bets whose rows contradict each other, by reason; reads every row of bets. */
  conflicts: readSql('health/conflicts.sql'),
  /** Players whose files name different currencies; reads every row of players. */
  playerConflicts: readSql('health/player_conflicts.sql', {}, declaredSql),
} as const;

/** The SQL of the files of bets whose debits all have the opposite sign of the setting: one row, or none. */
export function toSignsSql(debits: ActivityDefinition['debits']): string {
  return readSql('health/signs.sql', { debits, other: toOtherSign(debits) });
}

/**
 * The reasons of refused lines, the most frequent first: `dataset`, `column`, `code`, `faults_count`,
 * `lines_count`, `example`.
 *
 * @param where which refused lines; a condition on the view `quarantine`
 */
export function toReasonsSql(engine: 'duckdb' | 'athena', where: string): string {
  // The one difference between the two dialects: how a list of records becomes rows.
  const faults =
    engine === 'duckdb'
      ? `select dataset, landing_key, line_number, unnest(faults, recursive := true)
  from quarantine`
      : `select dataset, landing_key, line_number, fault."column", fault.code, fault.message
  from quarantine
  cross join unnest(faults) as fault ("column", code, message)`;
  return `with faults as (
  ${faults}
  where ${where}
)

select
  dataset,
  "column",
  code,
  cast(count(*) as bigint) as faults_count,
  cast(count(distinct concat(landing_key, ':', cast(line_number as varchar))) as bigint) as lines_count,
  min(message) as example
from faults
group by 1, 2, 3
order by faults_count desc, 1, 2 nulls first, 3`;
}

/**
 * How many refused lines are open, and how many lines current replays have corrected: `open_count`,
 * `corrected_count`. A replay that does not know its lines, as on S3, corrects none of them here.
 *
 * @param where which lines; a condition on the column `dataset`
 */
export function toOpenAndCorrectedSql(where: string): string {
  return `select
  (select count(*) from quarantine where ${where}) as open_count,
  (
    select coalesce(cast(sum(accepted) as bigint), 0)
    from loads
    where replayed_lines is not null and status <> 'unloaded' and ${where}
  ) as corrected_count`;
}
