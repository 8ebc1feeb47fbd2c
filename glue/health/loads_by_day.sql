-- one row per day and data set; a day is that of the load, UTC
with listed as (
  select
    cast(loaded_dt as date) as loaded_date,
    dataset,
    1 as files_count,
    0 as failed_files_count,
    lines,
    accepted,
    quarantined,
    blank
  from loads
  where attempt <> '' and status <> 'unloaded'
  union all
  select
    cast(error_dt as date) as loaded_date,
    dataset,
    0 as files_count,
    1 as failed_files_count,
    0 as lines,
    0 as accepted,
    0 as quarantined,
    0 as blank
  from loads
  where error_dt is not null
)

select
  loaded_date,
  dataset,
  cast(sum(files_count) as bigint) as files_count,
  cast(sum(failed_files_count) as bigint) as failed_files_count,
  cast(sum(lines) as bigint) as lines,
  cast(sum(accepted) as bigint) as accepted,
  cast(sum(quarantined) as bigint) as quarantined,
  cast(sum(blank) as bigint) as blank
from listed
group by 1, 2
order by 1, 2
