-- one row per period, player, game and combination of the codes a bet carries
with summed as (
  select
    {{period_start}} as period_start,
    partner_company_id,
    player_code,
    game_id,
    {{bet_codes}},
    {{measures}}
  from activity
  group by {{period_start}}, partner_company_id, player_code, game_id, {{bet_codes}}
)

select
  activity.period_start,
  activity.partner_company_id,
  activity.player_code,
  activity.game_id,
  {{player_codes}},
  {{game_name}} as game_name,
  {{game_codes}},
  {{activity_type}} as activity_type,
  {{collection}} as collection,
  {{bet_codes}},
  {{measure_names}}
from summed as activity
{{join_players}}
{{join_games}}
