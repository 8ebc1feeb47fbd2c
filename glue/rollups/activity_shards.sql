-- grain: one row a day, player, game and combination of the codes a bet carries
-- The rows of several shards of a day's bets as one: every bet is in one shard, so what each counts adds up.
select
  bet_date,
  week_start,
  partner_company_id,
  player_code,
  game_id,
  bet_channel_code,
  bet_status_code,
  bet_transaction_type_id,
  operating_company_id,
  brand_id,
  cast(sum(bets_count) as bigint) as bets_count,
  cast(sum(staked_bets_count) as bigint) as staked_bets_count,
  cast(sum(real_debit_amount) as decimal(38, 2)) as real_debit_amount,
  cast(sum(real_credit_amount) as decimal(38, 2)) as real_credit_amount,
  cast(sum(bonus_debit_amount) as decimal(38, 2)) as bonus_debit_amount,
  cast(sum(bonus_credit_amount) as decimal(38, 2)) as bonus_credit_amount,
  cast(sum(jackpot_contribution_amount) as decimal(38, 5)) as jackpot_contribution_amount,
  cast(sum(jackpot_win_amount) as decimal(38, 2)) as jackpot_win_amount,
  cast(sum(fee_amount) as decimal(38, 2)) as fee_amount
from {{shards}}
group by
  bet_date, week_start, partner_company_id, player_code, game_id, bet_channel_code, bet_status_code,
  bet_transaction_type_id, operating_company_id, brand_id
order by
  player_code, partner_company_id, game_id, bet_transaction_type_id, bet_channel_code, bet_status_code,
  operating_company_id, brand_id
