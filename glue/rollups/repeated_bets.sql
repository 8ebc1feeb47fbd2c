-- one row per bet of a day that more than one row names
-- A pair is two postings of two types, as a stake and its win are: both are current, and under which of them the bet
-- counts follows from the lower type. So it needs no sort, which would take half the CPU of the day.
select
  bet_id,
  count(*) as rows_count,
  count(*) = 2 and min(bet_transaction_type_id) <> max(bet_transaction_type_id) as is_pair,
  min(bet_transaction_type_id) filter (where places_bet) as placing_type,
  min(bet_transaction_type_id) filter (where stakes_money) as staking_type
from postings
where bet_id in (select bet_id from postings group by bet_id having count(*) > 1)
group by bet_id
