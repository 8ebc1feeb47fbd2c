-- one row per player whose rows in the players files name different currencies
with named as (
  select
    partner_company_id,
    player_code,
    count(distinct player_ccy_code) as currencies_count,
    min(landing_key) as first_landing_key,
    max(landing_key) as last_landing_key
  from players
  where player_ccy_code is not null
  group by 1, 2
  having min(player_ccy_code) < max(player_ccy_code)
)

select
  activity.partner_company_id,
  activity.player_code,
  {{player_ccy_code}} as player_ccy_code,
  cast(activity.currencies_count as bigint) as currencies_count,
  activity.first_landing_key,
  activity.last_landing_key
from named as activity
{{join_players}}
