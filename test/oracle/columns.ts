import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import type { DatasetName, SourceColumn } from '../../glue/schema.ts';

/** What a value of a column may be; an amount carries the number of its decimal places. */
type Kind = 'whole' | `amount${number}` | 'instant' | 'text';

export type Dataset = DatasetName;

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
}

function column(declaration: string): Column {
  const [name = '', kind = '', required] = declaration.split(' ');
  return { name, kind: kind as Kind, required: required === 'required' };
}

/**
 * The columns of the platform's export, written down here once more so that no slip of the product is shared. Of a column
 * or a data set that came later, the declaration is believed.
 */
export const KNOWN_COLUMNS: Readonly<Partial<Record<Dataset, readonly Column[]>>> = {
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

/** Every column of every data set, in the source's order. */
export const DATASET_COLUMNS = Object.fromEntries(
  datasetNames.map((dataset) => {
    const known = new Map(KNOWN_COLUMNS[dataset]?.map((each) => [each.name, each]));
    return [
      dataset,
      datasets[dataset].columns.map((declared) => known.get(declared.name) ?? believe(declared)),
    ];
  }),
) as unknown as Readonly<Record<Dataset, readonly Column[]>>;

function believe({ name, type, required = false }: SourceColumn): Column {
  switch (type.kind) {
    case 'decimal':
      return { name, kind: `amount${type.scale}`, required };
    case 'whole':
    case 'instant':
    case 'text':
      return { name, kind: type.kind, required };
    default:
      throw new Error(`test/oracle/read-value.ts reads no ${type.kind}: add it for the column ${name}`);
  }
}

/** The column whose UTC date a row is filed under; none where the object's date is. */
export function findTimeColumn(dataset: Dataset): string | undefined {
  if (dataset === 'bets') return 'bet_dt';
  const { partition } = datasets[dataset];
  return partition.by === 'column' ? partition.column : undefined;
}

/** The names of the codes that a bet carries itself, and of those that players and games give. */
export const BET_CODES = listCodes('bets');
export const PLAYER_CODES = listCodes('players');
export const GAME_CODES = listCodes('games');

function listCodes(dataset: Dataset): readonly string[] {
  return datasets[dataset].columns.filter(({ code }) => code).map(({ name }) => name);
}
