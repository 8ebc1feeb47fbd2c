-- one row for players that no players file names and one for those without a currency, where some have bets or money
with of_players as (
  select
    {{player_ccy_code}} as player_ccy_code,
    activity.partner_company_id,
    activity.player_code,
    {{player}} as player,
    sum(activity.bets_count) as bets_count,
    min(activity.bet_date) as first_bet_date,
    max(activity.bet_date) as last_bet_date
  from activity
  {{join_players}}
  where {{lacks_currency}}
    and (
      activity.bets_count > 0
      or {{some_amount}}
    )
  group by 1, 2, 3, 4
)

select
  player_ccy_code,
  cast(count(*) as bigint) as players_count,
  cast(sum(bets_count) as bigint) as bets_count,
  min(first_bet_date) as first_bet_date,
  max(last_bet_date) as last_bet_date,
  min(player) as example
from of_players
group by 1
order by 1
