-- one row per period and game
-- A game with wins alone is there, with no bets, and comes last.
with by_player as (
  select
    {{period_start}} as period_start,
    game_id,
    partner_company_id,
    player_code,
    sum(bets_count) as bets_count
  from activity
  group by 1, 2, 3, 4
),

summed as (
  select
    period_start,
    game_id,
    sum(bets_count) as bets_count,
    count_if(bets_count > 0) as distinct_players_count
  from by_player
  group by 1, 2
)

select
  activity.period_start,
  activity.game_id,
  {{game_name}} as game_name,
  {{game_type_code}} as game_type_code,
  cast(activity.bets_count as bigint) as bets_count,
  cast(activity.distinct_players_count as bigint) as distinct_players_count,
  cast(
    row_number() over (partition by activity.period_start order by activity.bets_count desc, activity.game_id) as bigint
  ) as popularity_rank
from summed as activity
{{join_games}}
