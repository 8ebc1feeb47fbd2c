-- one row for all players whose files name different currencies; none where there are none
select
  cast(count(*) as bigint) as players_count,
  min(activity.first_landing_key) as first_landing_key,
  max(activity.last_landing_key) as last_landing_key,
  min({{player}}) as example
from player_conflicts as activity
having count(*) > 0
