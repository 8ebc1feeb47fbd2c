-- grain: one row a player, its newest
select
  partner_company_id,
  player_code,
  language_code,
  suffix,
  gender,
  birth_city_name,
  birth_country_code,
  city_name,
  nationality_country_code,
  citizenship_country_code,
  state,
  post_code,
  country_code,
  player_ccy_code,
  registration_dt,
  kyc_id_verification_dt
from player_profiles
