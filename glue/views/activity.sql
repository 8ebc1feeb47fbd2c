-- grain: one row a period, player, game and combination of the codes a bet carries
with summed as (
  select
    {{period_start}} as period_start,
    partner_company_id,
    player_code,
    game_id,
    bet_channel_code,
    bet_status_code,
    bet_transaction_type_id,
    operating_company_id,
    brand_id,
    sum(bets_count) as bets_count,
    sum(staked_bets_count) as staked_bets_count,
    sum(real_debit_amount) as real_debit_amount,
    sum(real_credit_amount) as real_credit_amount,
    sum(bonus_debit_amount) as bonus_debit_amount,
    sum(bonus_credit_amount) as bonus_credit_amount,
    sum(jackpot_contribution_amount) as jackpot_contribution_amount,
    sum(jackpot_win_amount) as jackpot_win_amount,
    sum(fee_amount) as fee_amount
  from activity
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9
)

select
  summed.period_start,
  summed.partner_company_id,
  summed.player_code,
  summed.game_id,
  coalesce(players.country_code, 'unknown') as country_code,
  coalesce(players.player_ccy_code, 'unknown') as player_ccy_code,
  coalesce(games.game_name, 'unknown') as game_name,
  coalesce(games.game_type_code, 'unknown') as game_type_code,
  coalesce(games.game_category_code, 'unknown') as game_category_code,
  coalesce(cast(summed.bet_transaction_type_id as varchar), 'unknown') as activity_type,
  coalesce(games.game_category_code, 'unknown') as collection,
  summed.bet_channel_code,
  summed.bet_status_code,
  summed.bet_transaction_type_id,
  summed.operating_company_id,
  summed.brand_id,
  cast(summed.bets_count as bigint) as bets_count,
  cast(summed.staked_bets_count as bigint) as staked_bets_count,
  cast(summed.real_debit_amount as decimal(38, 2)) as real_debit_amount,
  cast(summed.real_credit_amount as decimal(38, 2)) as real_credit_amount,
  cast(summed.bonus_debit_amount as decimal(38, 2)) as bonus_debit_amount,
  cast(summed.bonus_credit_amount as decimal(38, 2)) as bonus_credit_amount,
  cast(summed.jackpot_contribution_amount as decimal(38, 5)) as jackpot_contribution_amount,
  cast(summed.jackpot_win_amount as decimal(38, 2)) as jackpot_win_amount,
  cast(summed.fee_amount as decimal(38, 2)) as fee_amount
from summed
left join player_dimension as players
  on summed.player_code = players.player_code
  and coalesce(summed.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
  and (summed.partner_company_id is null) = (players.partner_company_id is null)
left join game_dimension as games on summed.game_id = games.game_id
