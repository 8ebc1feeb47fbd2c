-- one row for all files of bets whose debits have the opposite sign of the setting; none where there are none
select
  cast('{{other}}' as varchar) as debits_seen,
  cast(count(*) as bigint) as files_count,
  cast(sum(debits_{{other}}) as bigint) as debits_count,
  min(landing_key) as first_landing_key,
  max(landing_key) as last_landing_key
from loads
where dataset = 'bets'
  and status <> 'unloaded'
  and debits_{{debits}} = 0
  and debits_{{other}} > 0
having count(*) > 0
