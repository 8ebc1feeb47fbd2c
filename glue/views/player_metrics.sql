-- one row per period and player
with summed as (
  select
    {{period_start}} as period_start,
    partner_company_id,
    player_code,
    {{bets_counts}},
    {{amounts}},
    {{distinct_games_count}}
  from activity
  group by 1, 2, 3
)

select
  activity.period_start,
  activity.partner_company_id,
  activity.player_code,
  {{country_code}} as country_code,
  {{player_ccy_code}} as player_ccy_code,
  {{bets_count_names}},
  {{amount_names}},
  distinct_games_count
from summed as activity
{{join_players}}
