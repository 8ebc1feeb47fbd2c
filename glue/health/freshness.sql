-- one row per data set that has landing files
with newest_bets as (
  select cast('bets' as varchar) as dataset, max(bet_date) as last_bet_date
  from activity
)

select
  loads.dataset,
  cast(count_if(loads.attempt <> '' and loads.status <> 'unloaded') as bigint) as files_count,
  cast(count_if(loads.error_dt is not null) as bigint) as failed_files_count,
  max(case when loads.attempt <> '' then loads.loaded_dt end) as last_loaded_dt,
  max(newest_bets.last_bet_date) as last_bet_date
from loads
left join newest_bets on loads.dataset = newest_bets.dataset
group by 1
order by 1
