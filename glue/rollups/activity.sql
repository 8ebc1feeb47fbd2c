-- grain: one row a day, player, game and combination of the codes a bet carries
with postings as {{inlined}} (
  select
    bet_id,
    bet_transaction_type_id,
    last_event_dt,
    landing_key,
    line_number,
    partner_company_id,
    player_code,
    game_id,
    bet_channel_code,
    bet_status_code,
    operating_company_id,
    brand_id,
    real_debit_amount,
    real_credit_amount,
    bonus_debit_amount,
    bonus_credit_amount,
    player_jackpot_contribution_amount,
    player_jackpot_win_amount,
    fee_amount,
    cast(real_debit_amount as decimal(38, 2)) + bonus_debit_amount > 0 as is_staked
  from {{bets}}
),

-- Most bets have one posting, which wins and counts without being looked at again: half the CPU of the day.
several as (
  select bet_id
  from postings
  group by bet_id
  having count(*) > 1
),

newest_first as (
  select
    *,
    row_number() over (
      partition by bet_id, bet_transaction_type_id
      order by last_event_dt desc nulls last, landing_key desc, line_number desc
    ) as place
  from postings
  where bet_id in (select bet_id from several)
),

standing as (
  select *
  from newest_first
  where place = 1 and not coalesce(bet_status_code in ({{void_statuses}}), false)
),

counted as (
  select
    *,
    row_number() over (partition by bet_id order by bet_transaction_type_id nulls last) = 1 as counts_bet,
    is_staked and row_number() over (
      partition by bet_id, is_staked order by bet_transaction_type_id nulls last
    ) = 1 as counts_staked_bet
  from standing
  union all
  select
    *,
    1 as place,
    true as counts_bet,
    is_staked as counts_staked_bet
  from postings
  where bet_id not in (select bet_id from several)
    and not coalesce(bet_status_code in ({{void_statuses}}), false)
)

select
  date '{{bet_date}}' as bet_date,
  cast(date_trunc('week', date '{{bet_date}}') as date) as week_start,
  partner_company_id,
  player_code,
  game_id,
  bet_channel_code,
  bet_status_code,
  bet_transaction_type_id,
  operating_company_id,
  brand_id,
  cast(count_if(counts_bet) as bigint) as bets_count,
  cast(count_if(counts_staked_bet) as bigint) as staked_bets_count,
  cast(sum(real_debit_amount) as decimal(38, 2)) as real_debit_amount,
  cast(sum(real_credit_amount) as decimal(38, 2)) as real_credit_amount,
  cast(sum(bonus_debit_amount) as decimal(38, 2)) as bonus_debit_amount,
  cast(sum(bonus_credit_amount) as decimal(38, 2)) as bonus_credit_amount,
  cast(sum(coalesce(player_jackpot_contribution_amount, 0)) as decimal(38, 5)) as jackpot_contribution_amount,
  cast(sum(coalesce(player_jackpot_win_amount, 0)) as decimal(38, 2)) as jackpot_win_amount,
  cast(sum(coalesce(fee_amount, 0)) as decimal(38, 2)) as fee_amount
from counted
group by
  partner_company_id, player_code, game_id, bet_channel_code, bet_status_code, bet_transaction_type_id,
  operating_company_id, brand_id
order by
  player_code, partner_company_id, game_id, bet_transaction_type_id, bet_channel_code, bet_status_code,
  operating_company_id, brand_id
