-- grain: one row a game, its newest
select
  {{columns}}
from game_dimension
