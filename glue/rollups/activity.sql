-- one row per day, player, game and combination of the codes a bet carries
-- Columns, key, codes and measures are those that glue/datasets/bets.ts and glue/rollups/columns.ts declare. Debits get
-- their sign here and nowhere else: from here on, what was spent is positive, less what was given back.
with signed as {{inlined}} (
  select
    bet_id,
    {{newest}},
    landing_key,
    line_number,
    partner_company_id,
    player_code,
    game_id,
    {{bet_codes}},
    {{posting_amounts}}
  from {{bets}}
),

-- Whether real and bonus money add up to more than zero: compared, they need no wider type, which takes more CPU.
postings as {{inlined}} (
  select
    *,
    real_spent_amount > -bonus_spent_amount as stakes_money,
    real_spent_amount > -bonus_spent_amount or coalesce(bet_transaction_type_id in ({{stake_types}}), false) as places_bet
  from signed
),

-- Most bets have one posting, which is current and counts without a sort: half the CPU of the day.
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
      partition by {{key}}
      order by {{newest}} desc nulls last, landing_key desc, line_number desc
    ) as place
  from postings
  where bet_id in (select bet_id from several)
),

current_postings as (
  select *
  from newest_first
  where place = 1 and not coalesce(bet_status_code in ({{void_statuses}}), false)
),

counted as (
  select
    *,
    places_bet and row_number() over (
      partition by bet_id, places_bet order by bet_transaction_type_id nulls last
    ) = 1 as counts_bet,
    stakes_money and row_number() over (
      partition by bet_id, stakes_money order by bet_transaction_type_id nulls last
    ) = 1 as counts_staked_bet
  from current_postings
  union all
  select
    *,
    1 as place,
    places_bet as counts_bet,
    stakes_money as counts_staked_bet
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
  {{bet_codes}},
  {{measures}}
from counted
group by partner_company_id, player_code, game_id, {{bet_codes}}
order by player_code, partner_company_id, game_id, {{bet_codes}}
