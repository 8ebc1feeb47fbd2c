-- one row per current posting of the bets that are repeated and no pair
with newest_first as (
  select
    *,
    row_number() over (
      partition by {{key}}
      order by {{newest}} desc nulls last, landing_key desc, line_number desc
    ) as place
  from postings
  where bet_id in (select bet_id from repeated_bets where not coalesce(is_pair, false))
)

select
  {{group}},
  {{amounts}},
  places_bet and row_number() over (
    partition by bet_id, places_bet order by bet_transaction_type_id nulls last
  ) = 1 as counts_bet,
  stakes_money and row_number() over (
    partition by bet_id, stakes_money order by bet_transaction_type_id nulls last
  ) = 1 as counts_staked_bet
from newest_first
where place = 1 and not is_void
