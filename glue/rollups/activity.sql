-- one row per day, player, game and combination of the codes a bet carries
-- Columns, key, codes and measures are those that glue/datasets/bets.ts and glue/rollups/columns.ts declare.
with postings as {{inlined}} (
{{postings}}
),

repeated_bets as (
{{repeated_bets}}
),

restated_postings as (
{{restated_postings}}
),

-- Most bets have one posting, which is current; those and pairs count without a sort.
counted as (
  select * from restated_postings
  union all
  select
    {{group}},
    {{amounts}},
    places_bet and coalesce(bet_transaction_type_id = placing_type, true) as counts_bet,
    stakes_money and coalesce(bet_transaction_type_id = staking_type, true) as counts_staked_bet
  from postings
  left join repeated_bets on repeated_bets.bet_id = postings.bet_id
  where coalesce(is_pair, repeated_bets.bet_id is null) and not is_void
)

select
  date '{{bet_date}}' as bet_date,
  cast(date_trunc('week', date '{{bet_date}}') as date) as week_start,
  {{group}},
  {{measures}}
from counted
group by {{group}}
order by player_code, partner_company_id, game_id, {{bet_codes}}
