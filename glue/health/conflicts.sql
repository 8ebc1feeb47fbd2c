-- one row per reason why bets contradict each other
select
  reason,
  cast(count(distinct bet_id) as bigint) as bets_count,
  cast(sum(rows_count) as bigint) as rows_count,
  min(bet_date) as first_bet_date,
  max(bet_date) as last_bet_date,
  cast(min(bet_id) as varchar) as example_bet_id
from bet_conflicts
group by 1
order by 1
