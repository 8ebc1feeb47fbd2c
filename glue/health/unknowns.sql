-- grain: one row for players and one for games, of those that bets name and nothing tells of
with of_players as (
  select
    activity.partner_company_id,
    activity.player_code,
    sum(activity.bets_count) as bets_count,
    min(activity.bet_date) as first_bet_date,
    max(activity.bet_date) as last_bet_date
  from activity
  left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)
  where players.player_code is null
  group by 1, 2
),

of_games as (
  select
    activity.game_id,
    sum(activity.bets_count) as bets_count,
    min(activity.bet_date) as first_bet_date,
    max(activity.bet_date) as last_bet_date
  from activity
  left join game_dimension as games on activity.game_id = games.game_id
  where games.game_id is null
  group by 1
)

select
  cast('players' as varchar) as dataset,
  cast(count(*) as bigint) as unknown_count,
  cast(coalesce(sum(bets_count), 0) as bigint) as bets_count,
  min(first_bet_date) as first_bet_date,
  max(last_bet_date) as last_bet_date,
  min(concat(coalesce(cast(partner_company_id as varchar), ''), ':', player_code)) as example
from of_players
union all
select
  cast('games' as varchar) as dataset,
  cast(count(*) as bigint) as unknown_count,
  cast(coalesce(sum(bets_count), 0) as bigint) as bets_count,
  min(first_bet_date) as first_bet_date,
  max(last_bet_date) as last_bet_date,
  cast(min(game_id) as varchar) as example
from of_games
order by 1 desc
