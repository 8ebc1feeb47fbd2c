-- one row per key, its newest
with newest_first as (
  select
    *,
    row_number() over (partition by {{key}} order by landing_key desc, line_number desc) as place
  from {{rows}}
)

select {{columns}}
from newest_first
where place = 1
order by {{key}}
