-- one row per player, its newest
select
  {{columns}}
from player_profiles
