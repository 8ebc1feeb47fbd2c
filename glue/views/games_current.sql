-- grain: one row a game, its newest
select
  game_id,
  game_name,
  game_category_code,
  game_type_code
from game_dimension
