import { DATASET_COLUMNS } from './columns.ts';
import { GRAINS } from './period-start.ts';

function columns(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** The columns of each view template, in order. */
export const VIEW_COLUMNS = {
  players_current: DATASET_COLUMNS.players.map((column) => column.name),
  games_current: DATASET_COLUMNS.games.map((column) => column.name),
  activity: columns(`
    period_start partner_company_id player_code game_id country_code player_ccy_code game_name game_type_code
    game_category_code activity_type collection bet_channel_code bet_status_code bet_transaction_type_id
    operating_company_id brand_id bets_count staked_bets_count postings_count real_spent_amount
    bonus_spent_amount real_won_amount bonus_won_amount jackpot_contribution_amount jackpot_win_amount
    fee_amount`),
  player_metrics: columns(`
    period_start partner_company_id player_code country_code player_ccy_code bets_count staked_bets_count
    real_spent_amount bonus_spent_amount real_won_amount bonus_won_amount distinct_games_count`),
  game_metrics: columns(`
    period_start game_id game_name game_type_code bets_count distinct_players_count popularity_rank`),
  slice_metrics: columns(`
    period_start country_code game_type_code player_ccy_code activity_type collection bets_count
    staked_bets_count distinct_players_count distinct_games_count real_spent_amount bonus_spent_amount
    real_won_amount bonus_won_amount`),
  money: columns('period_start player_ccy_code country_code game_type_code money_activity money_kind amount'),
  bet_conflicts: columns('bet_id bet_date rows_count reason'),
  player_conflicts: columns(`
    partner_company_id player_code player_ccy_code currencies_count first_landing_key last_landing_key`),
} satisfies Record<string, readonly string[]>;

const SINGLE_VIEWS: readonly string[] = [
  'players_current',
  'games_current',
  'bet_conflicts',
  'player_conflicts',
];

/** The columns of every view by its name, the grains spelt out. */
export const COLUMNS_BY_VIEW: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>(VIEW_COLUMNS).flatMap(([name, names]) =>
    SINGLE_VIEWS.includes(name)
      ? [[name, names] as const]
      : GRAINS.map((grain) => [`${name}_${grain}`, names] as const),
  ),
);
