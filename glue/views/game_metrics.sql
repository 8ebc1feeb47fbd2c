-- grain: one row a period and game
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
    count(*) as distinct_players_count
  from by_player
  group by 1, 2
)

select
  summed.period_start,
  summed.game_id,
  coalesce(games.game_name, 'unknown') as game_name,
  coalesce(games.game_type_code, 'unknown') as game_type_code,
  cast(summed.bets_count as bigint) as bets_count,
  cast(summed.distinct_players_count as bigint) as distinct_players_count,
  cast(
    row_number() over (partition by summed.period_start order by summed.bets_count desc, summed.game_id) as bigint
  ) as popularity_rank
from summed
left join game_dimension as games on summed.game_id = games.game_id
