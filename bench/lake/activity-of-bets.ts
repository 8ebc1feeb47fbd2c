import type { MetricQuery } from '../../glue/metrics/index.ts';
import { activityMeasures } from '../../glue/rollups/columns.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { betCodes, toPostingAmount } from '../../glue/rollups/index.ts';
import { toSqlText } from '../../glue/sql.ts';

/**
 * The rows of the rollup, computed from the curated bets themselves: `activity as (…)`, to prepend to a query. Which
 * row of a bet wins, and under which type it counts, is determined again each time.
 */
export function toActivityOfBetsSql({ from, to }: Pick<MetricQuery, 'from' | 'to'>): string {
  const day = 'cast(bet_dt as date)';
  const conditions = [
    ...(from === undefined ? [] : [`bet_dt >= timestamp ${toSqlText(`${from} 00:00:00`)}`]),
    ...(to === undefined ? [] : [`bet_dt <= timestamp ${toSqlText(`${to} 23:59:59.999`)}`]),
  ];
  const amounts = activityMeasures.flatMap((measure) => toPostingAmount(measure, defaultDefinition.debits));
  const stakeTypes = defaultDefinition.stakeTypes.join(', ');
  const lowest = (of: string) =>
    `row_number() over (partition by ${of} order by bet_transaction_type_id nulls last) = 1`;
  return `newest_first as (
  select *, ${day} as bet_date, real_debit_amount + bonus_debit_amount < 0 as stakes_money,
    row_number() over (
      partition by bet_id, bet_transaction_type_id, ${day}
      order by last_event_dt desc nulls last, landing_key desc, line_number desc
    ) as place
  from bets
  where ${conditions.length > 0 ? conditions.join(' and ') : 'true'}
),
current_postings as (
  select *, stakes_money or coalesce(bet_transaction_type_id in (${stakeTypes}), false) as places_bet
  from newest_first
  where place = 1
),
activity as (
  select bet_date, cast(date_trunc('week', bet_date) as date) as week_start, partner_company_id, player_code, game_id,
    ${betCodes.join(', ')},
    case when places_bet and ${lowest('bet_id, bet_date, places_bet')} then 1 else 0 end as bets_count,
    case when stakes_money and ${lowest('bet_id, bet_date, stakes_money')} then 1 else 0 end as staked_bets_count,
    1 as postings_count, ${amounts.join(', ')}
  from current_postings
)`;
}
