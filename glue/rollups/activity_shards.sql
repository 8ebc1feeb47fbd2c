-- one row per day, player, game and combination of the codes a bet carries
-- The rows of several shards of a day's bets as one: every bet is in one shard, so what each counts adds up.
select
  bet_date,
  week_start,
  partner_company_id,
  player_code,
  game_id,
  {{bet_codes}},
  {{measures}}
from {{shards}} as activity
group by bet_date, week_start, partner_company_id, player_code, game_id, {{bet_codes}}
order by player_code, partner_company_id, game_id, {{bet_codes}}
