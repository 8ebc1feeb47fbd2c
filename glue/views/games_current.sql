-- one row per game, its newest
select
  {{columns}}
from game_dimension
