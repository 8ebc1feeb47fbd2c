-- one row per period, country, game type, currency, activity type and collection
with summed as (
  select
    {{period_start}} as period_start,
    {{country_code}} as country_code,
    {{game_type_code}} as game_type_code,
    {{player_ccy_code}} as player_ccy_code,
    {{activity_type}} as activity_type,
    {{collection}} as collection,
    {{bets_counts}},
    {{distinct_players_count}},
    {{distinct_games_count}},
    {{amounts}},
    {{mixes_currencies}}
  from activity
  {{join_players}}
  {{join_games}}
  group by 1, 2, 3, 4, 5, 6
)

select
  period_start,
  country_code,
  game_type_code,
  player_ccy_code,
  activity_type,
  collection,
  {{bets_count_names}},
  distinct_players_count,
  distinct_games_count,
  {{amounts_of_one_currency}}
from summed
