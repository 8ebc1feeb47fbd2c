-- grain: one row a period and player
with summed as (
  select
    {{period_start}} as period_start,
    partner_company_id,
    player_code,
    sum(bets_count) as bets_count,
    sum(staked_bets_count) as staked_bets_count,
    sum(real_debit_amount) as real_spent_amount,
    sum(bonus_debit_amount) as bonus_spent_amount,
    sum(real_credit_amount) as real_won_amount,
    sum(bonus_credit_amount) as bonus_won_amount,
    count(distinct game_id) as distinct_games_count
  from activity
  group by 1, 2, 3
)

select
  summed.period_start,
  summed.partner_company_id,
  summed.player_code,
  coalesce(players.country_code, 'unknown') as country_code,
  coalesce(players.player_ccy_code, 'unknown') as player_ccy_code,
  cast(summed.bets_count as bigint) as bets_count,
  cast(summed.staked_bets_count as bigint) as staked_bets_count,
  cast(summed.real_spent_amount as decimal(38, 2)) as real_spent_amount,
  cast(summed.bonus_spent_amount as decimal(38, 2)) as bonus_spent_amount,
  cast(summed.real_won_amount as decimal(38, 2)) as real_won_amount,
  cast(summed.bonus_won_amount as decimal(38, 2)) as bonus_won_amount,
  cast(summed.distinct_games_count as bigint) as distinct_games_count
from summed
left join player_dimension as players
  on summed.player_code = players.player_code
  and coalesce(summed.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
  and (summed.partner_company_id is null) = (players.partner_company_id is null)
