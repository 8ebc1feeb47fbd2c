-- grain: one row a period, currency, country, game type, activity of money and kind of money; none of zero
with sliced as (
  select
    {{period_start}} as period_start,
    coalesce(players.player_ccy_code, 'unknown') as player_ccy_code,
    coalesce(players.country_code, 'unknown') as country_code,
    coalesce(games.game_type_code, 'unknown') as game_type_code,
    sum(activity.real_debit_amount) as real_debit_amount,
    sum(activity.real_credit_amount) as real_credit_amount,
    sum(activity.bonus_debit_amount) as bonus_debit_amount,
    sum(activity.bonus_credit_amount) as bonus_credit_amount,
    sum(activity.jackpot_contribution_amount) as jackpot_contribution_amount,
    sum(activity.jackpot_win_amount) as jackpot_win_amount,
    sum(activity.fee_amount) as fee_amount
  from activity
  left join player_dimension as players
    on activity.player_code = players.player_code
    and coalesce(activity.partner_company_id, 0) = coalesce(players.partner_company_id, 0)
    and (activity.partner_company_id is null) = (players.partner_company_id is null)
  left join game_dimension as games on activity.game_id = games.game_id
  group by 1, 2, 3, 4
),

kinds as (
  select money_activity, money_kind
  from (
    values
      ('stake', 'real'),
      ('win', 'real'),
      ('stake', 'bonus'),
      ('win', 'bonus'),
      ('jackpot_contribution', 'other'),
      ('jackpot_win', 'other'),
      ('fee', 'other')
  ) as named (money_activity, money_kind)
),

amounts as (
  select
    sliced.period_start,
    sliced.player_ccy_code,
    sliced.country_code,
    sliced.game_type_code,
    kinds.money_activity,
    kinds.money_kind,
    case
      when kinds.money_activity = 'stake' and kinds.money_kind = 'real' then cast(sliced.real_debit_amount as decimal(38, 5))
      when kinds.money_activity = 'win' and kinds.money_kind = 'real' then cast(sliced.real_credit_amount as decimal(38, 5))
      when kinds.money_activity = 'stake' and kinds.money_kind = 'bonus' then cast(sliced.bonus_debit_amount as decimal(38, 5))
      when kinds.money_activity = 'win' and kinds.money_kind = 'bonus' then cast(sliced.bonus_credit_amount as decimal(38, 5))
      when kinds.money_activity = 'jackpot_contribution' then cast(sliced.jackpot_contribution_amount as decimal(38, 5))
      when kinds.money_activity = 'jackpot_win' then cast(sliced.jackpot_win_amount as decimal(38, 5))
      else cast(sliced.fee_amount as decimal(38, 5))
    end as amount
  from sliced
  cross join kinds
)

select
  period_start,
  cast(player_ccy_code as varchar) as player_ccy_code,
  cast(country_code as varchar) as country_code,
  cast(game_type_code as varchar) as game_type_code,
  cast(money_activity as varchar) as money_activity,
  cast(money_kind as varchar) as money_kind,
  amount
from amounts
where amount <> 0
