-- one row per period, currency, country, game type, activity of money and kind of money; none of zero
-- Where the currency is not known, players are kept apart until the last step: their amounts are never added up.
with sliced as (
  select
    {{period_start}} as period_start,
    {{player_ccy_code}} as player_ccy_code,
    {{country_code}} as country_code,
    {{game_type_code}} as game_type_code,
    {{player_without_currency}} as player_without_currency,
    {{measures}}
  from activity
  {{join_players}}
  {{join_games}}
  group by 1, 2, 3, 4, 5
),

kinds as (
  select money_activity, money_kind
  from (
    values
      {{money_kinds}}
  ) as named (money_activity, money_kind)
),

amounts as (
  select
    sliced.period_start,
    sliced.player_ccy_code,
    sliced.country_code,
    sliced.game_type_code,
    sliced.player_without_currency,
    kinds.money_activity,
    kinds.money_kind,
    case
      {{money_amounts}}
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
  cast(case when {{several_without_currency}} then null else sum(amount) end as decimal(38, 5)) as amount
from amounts
group by 1, 2, 3, 4, 5, 6
having case when {{several_without_currency}} then count_if(amount <> 0) > 0 else sum(amount) <> 0 end
