import { datasets } from '../../../glue/datasets/index.ts';
import type { Dataset } from '../../../glue/schema.ts';

/** Lines of data sets as the source writes them. */
const seenLines: Readonly<Record<string, string>> = {
  bets: '{"bet_id": 28092914447, "bet_dt": "2021-10-04 12:02:26", "player_code": "C3EC54F273CE90DF", "game_id": 1681, "real_debit_amount": "0.00", "real_credit_amount": "0.20", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00", "bet_channel_code": "C", "bet_status_code": "A", "player_jackpot_contribution_amount": "0.00000", "player_jackpot_win_amount": "0.00", "bet_action_id": null, "bet_transaction_type_id": 2, "last_event_dt": null, "game_odds": null, "fee_amount": "0.00", "operating_company_id": 1, "partner_company_id": 133, "brand_id": null}',
  players:
    '{"partner_company_id": 133, "player_code": "73CD0938C6E2DB51", "language_code": "ENG", "suffix": "", "gender": "M", "birth_city_name": "", "birth_country_code": "  ", "city_name": "", "nationality_country_code": null, "citizenship_country_code": null, "state": "  ", "post_code": "", "country_code": "FI", "player_ccy_code": "EUR", "registration_dt": null, "kyc_id_verification_dt": null}',
  games:
    '{"game_id": 1, "game_name": "Fast Hands", "game_category_code": "C", "game_type_code": "FastHands"}',
};

const plainValues: Readonly<Record<string, string>> = {
  whole: '1',
  decimal: '"1.25"',
  text: '"A"',
  instant: '"2021-10-04 12:02:26"',
};

/** A line of each data set: as the source writes it, or, of one that came later, as its declaration wants it. */
export const regularLines = Object.fromEntries(
  Object.values(datasets).map((dataset) => [dataset.name, seenLines[dataset.name] ?? toPlainLine(dataset)]),
) as Readonly<Record<Dataset['name'], string>>;

function toPlainLine({ columns }: Dataset): string {
  return `{${columns.map(({ name, type }) => `"${name}": ${plainValues[type.kind] ?? 'null'}`).join(', ')}}`;
}
