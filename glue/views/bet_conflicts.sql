-- grain: one row a bet, date and reason
with keyed as (
  select
    bet_id,
    bet_transaction_type_id,
    cast(bet_dt as date) as bet_date,
    max(last_event_dt) as newest_dt,
    count(*) as rows_count
  from bets
  group by 1, 2, 3
),

newest_rows as (
  select distinct
    bets.bet_id, bets.bet_dt, bets.player_code, bets.game_id, bets.real_debit_amount, bets.real_credit_amount,
    bets.bonus_debit_amount, bets.bonus_credit_amount, bets.bet_channel_code, bets.bet_status_code,
    bets.player_jackpot_contribution_amount, bets.player_jackpot_win_amount, bets.bet_action_id,
    bets.bet_transaction_type_id, bets.last_event_dt, bets.game_odds, bets.fee_amount, bets.operating_company_id,
    bets.partner_company_id, bets.brand_id,
    keyed.bet_date, keyed.rows_count
  from bets
  inner join keyed
    on bets.bet_id = keyed.bet_id
    and coalesce(bets.bet_transaction_type_id, 0) = coalesce(keyed.bet_transaction_type_id, 0)
    and (bets.bet_transaction_type_id is null) = (keyed.bet_transaction_type_id is null)
    and cast(bets.bet_dt as date) = keyed.bet_date
  where keyed.rows_count > 1
    and (bets.last_event_dt = keyed.newest_dt or keyed.newest_dt is null)
),

differing_keys as (
  select bet_id, bet_transaction_type_id, bet_date, max(rows_count) as rows_count
  from newest_rows
  group by 1, 2, 3
  having count(*) > 1
),

differing as (
  select bet_id, bet_date, sum(rows_count) as rows_count
  from differing_keys
  group by 1, 2
),

dated as (
  select bet_id, bet_date, sum(rows_count) as rows_count
  from keyed
  group by 1, 2
),

several_dates as (
  select bet_id
  from dated
  group by 1
  having count(*) > 1
)

select bet_id, bet_date, cast(rows_count as bigint) as rows_count, cast('rows_differ' as varchar) as reason
from differing
union all
select dated.bet_id, dated.bet_date, cast(dated.rows_count as bigint) as rows_count, cast('several_dates' as varchar) as reason
from dated
inner join several_dates on dated.bet_id = several_dates.bet_id
