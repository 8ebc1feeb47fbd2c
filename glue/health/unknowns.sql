-- one row for players and one for games, of those that bets name and no players or games file does
with of_players as (
  select
    activity.partner_company_id,
    activity.player_code,
    {{player}} as player,
    sum(activity.bets_count) as bets_count,
    min(activity.bet_date) as first_bet_date,
    max(activity.bet_date) as last_bet_date
  from activity
  {{join_players}}
  where players.player_code is null
  group by 1, 2, 3
),

of_games as (
  select
    activity.game_id,
    sum(activity.bets_count) as bets_count,
    min(activity.bet_date) as first_bet_date,
    max(activity.bet_date) as last_bet_date
  from activity
  {{join_games}}
  where games.game_id is null
  group by 1
)

select
  cast('players' as varchar) as dataset,
  cast(count(*) as bigint) as unknown_count,
  cast(coalesce(sum(bets_count), 0) as bigint) as bets_count,
  min(first_bet_date) as first_bet_date,
  max(last_bet_date) as last_bet_date,
  min(player) as example
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
