-- grain: one row a period, country, game type, currency, activity type and collection
with sliced as (
  select
    {{period_start}} as period_start,
    coalesce(players.country_code, 'unknown') as country_code,
    coalesce(games.game_type_code, 'unknown') as game_type_code,
    coalesce(players.player_ccy_code, 'unknown') as player_ccy_code,
    coalesce(cast(activity.bet_transaction_type_id as varchar), 'unknown') as activity_type,
    coalesce(games.game_category_code, 'unknown') as collection,
    activity.game_id,
    concat(coalesce(cast(activity.partner_company_id as varchar), ''), ':', activity.player_code) as player,
    activity.bets_count,
    activity.staked_bets_count,
    activity.real_debit_amount,
    activity.bonus_debit_amount,
    activity.real_credit_amount,
    activity.bonus_credit_amount
  from activity
  left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)
  left join game_dimension as games on activity.game_id = games.game_id
)

select
  period_start,
  country_code,
  game_type_code,
  player_ccy_code,
  activity_type,
  collection,
  cast(sum(bets_count) as bigint) as bets_count,
  cast(sum(staked_bets_count) as bigint) as staked_bets_count,
  cast(count(distinct player) as bigint) as distinct_players_count,
  cast(count(distinct game_id) as bigint) as distinct_games_count,
  cast(sum(real_debit_amount) as decimal(38, 2)) as real_spent_amount,
  cast(sum(bonus_debit_amount) as decimal(38, 2)) as bonus_spent_amount,
  cast(sum(real_credit_amount) as decimal(38, 2)) as real_won_amount,
  cast(sum(bonus_credit_amount) as decimal(38, 2)) as bonus_won_amount
from sliced
group by 1, 2, 3, 4, 5, 6
