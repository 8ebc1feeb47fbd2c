import { BET_CODES, DATASET_COLUMNS, GAME_CODES, PLAYER_CODES } from './columns.ts';
import { GRAINS } from './period-start.ts';

function columns(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** The columns of each template of views, in order. */
export const VIEW_COLUMNS = {
  players_current: DATASET_COLUMNS.players.map((column) => column.name),
  games_current: DATASET_COLUMNS.games.map((column) => column.name),
  activity: columns(`
    period_start partner_company_id player_code game_id ${PLAYER_CODES.join(' ')} game_name ${GAME_CODES.join(' ')}
    activity_type collection ${BET_CODES.join(' ')} bets_count staked_bets_count postings_count real_spent_amount
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

/** Views whose rows are not computed here, and the test that holds their numbers. */
export const VIEWS_HELD_ELSEWHERE: Readonly<Record<string, string>> = {
  quarantine: 'test/exactness/expect-oracle.ts',
};

/** Rows of a view, without the columns that are not computed here. */
export function toComputedColumns<Value>(
  view: string,
  rows: readonly Readonly<Record<string, Value>>[],
): Record<string, Value>[] {
  const computed = COLUMNS_BY_VIEW.get(view);
  if (!computed) throw new Error(`no view ${view} is computed`);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => computed.includes(name))),
  );
}
