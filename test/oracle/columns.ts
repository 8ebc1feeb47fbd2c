/** What a value of a column may be; an amount carries the number of its decimal places. */
type Kind = 'whole' | 'amount2' | 'amount5' | 'amount6' | 'instant' | 'text';

export type Dataset = 'bets' | 'players' | 'games';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
}

function column(declaration: string): Column {
  const [name = '', kind = '', required] = declaration.split(' ');
  return { name, kind: kind as Kind, required: required === 'required' };
}

/** The columns in the source's order, written down here once more so that no slip of the product is shared. */
export const DATASET_COLUMNS: Readonly<Record<Dataset, readonly Column[]>> = {
  bets: [
    'bet_id whole required',
    'bet_dt instant required',
    'player_code text required',
    'game_id whole required',
    'real_debit_amount amount2 required',
    'real_credit_amount amount2 required',
    'bonus_debit_amount amount2 required',
    'bonus_credit_amount amount2 required',
    'bet_channel_code text',
    'bet_status_code text',
    'player_jackpot_contribution_amount amount5',
    'player_jackpot_win_amount amount2',
    'bet_action_id whole',
    'bet_transaction_type_id whole',
    'last_event_dt instant',
    'game_odds amount6',
    'fee_amount amount2',
    'operating_company_id whole',
    'partner_company_id whole',
    'brand_id whole',
  ].map(column),
  players: [
    'partner_company_id whole',
    'player_code text required',
    'language_code text',
    'suffix text',
    'gender text',
    'birth_city_name text',
    'birth_country_code text',
    'city_name text',
    'nationality_country_code text',
    'citizenship_country_code text',
    'state text',
    'post_code text',
    'country_code text',
    'player_ccy_code text',
    'registration_dt instant',
    'kyc_id_verification_dt instant',
  ].map(column),
  games: ['game_id whole required', 'game_name text', 'game_category_code text', 'game_type_code text'].map(
    column,
  ),
};
