-- grain: one row a player, its newest
select
  {{columns}}
from player_profiles
