-- one row per row of bets, as a posting
-- Debits get their sign here and nowhere else: from here on, what was spent is positive, less what was given back.
select
  *,
  not is_void and real_spent_amount > -bonus_spent_amount as stakes_money,
  not is_void
    and (real_spent_amount > -bonus_spent_amount or coalesce(bet_transaction_type_id in ({{stake_types}}), false))
    as places_bet
from (
  select
    bet_id,
    {{newest}},
    landing_key,
    line_number,
    {{group}},
    {{posting_amounts}},
    coalesce(bet_status_code in ({{void_statuses}}), false) as is_void
  from {{bets}}
) as signed
