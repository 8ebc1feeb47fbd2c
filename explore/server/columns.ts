import type { ResultColumn } from '../../client/queries/result.ts';
import { slices } from '../../glue/slices.ts';
import type { QueryColumn, SliceColumn, ValueKind } from '../contract.ts';

/** Titles of columns whose name gives no good one. */
const titles: Readonly<Record<string, string>> = {
  period_start: 'Period from',
  partner_company_id: 'Partner company',
  player_code: 'Player',
  game_id: 'Game id',
  game_name: 'Game',
  game_type_code: 'Game type',
  game_category_code: 'Game category',
  country_code: 'Country',
  player_ccy_code: 'Currency',
  bet_transaction_type_id: 'Transaction type',
  operating_company_id: 'Operating company',
  brand_id: 'Brand',
  distinct_players_count: 'Players',
  distinct_games_count: 'Games',
  real_spent_amount: 'Real money spent',
  bonus_spent_amount: 'Bonus money spent',
  real_won_amount: 'Real money won',
  bonus_won_amount: 'Bonus money won',
  bonus_spent_ratio: 'Share of bonus money',
  popularity_rank: 'Place',
  previous_rank: 'Place before',
  rank_change: 'Places won',
  loaded_date: 'Day of the load',
  dataset: 'Data set',
  failed_files_count: 'Files refused',
  faults_count: 'Faults',
  lines_count: 'Lines',
  column: 'Column',
  code: 'Reason',
  last_loaded_dt: 'Last load (UTC)',
  last_bet_date: 'Newest day with bets',
  first_bet_date: 'First day with bets',
  unknown_count: 'Unknown',
  debits_seen: 'Debits are',
  first_landing_key: 'First file',
  last_landing_key: 'Last file',
  example_bet_id: 'Example',
};

/** `from_spent_amount` is "Spent from", `p50_bets_count` "Bets at 50 %", `previous_bets_count` "Bets before". */
const patterns: readonly (readonly [RegExp, (part: string, rest: string) => string])[] = [
  [/^previous_(.+)$/, (rest) => `${toTitle(rest)} before`],
  [/^from_(.+)$/, (rest) => `${toTitle(rest)} from`],
  [/^to_(.+)$/, (rest) => `${toTitle(rest)} to`],
  [/^max_(.+)$/, (rest) => `Most ${toTitle(rest).toLowerCase()}`],
  [/^mean_(.+)$/, (rest) => `Mean ${toTitle(rest).toLowerCase()}`],
  [/^p(\d\d)_(.+)$/, (part, rest) => `${toTitle(rest)}, ${part} %`],
];

/** The title of a column. */
function toTitle(name: string): string {
  const known = titles[name];
  if (known !== undefined) return known;
  for (const [pattern, toText] of patterns) {
    const found = pattern.exec(name);
    if (found) return toText(found[1] ?? '', found[2] ?? '');
  }
  const words = name.replace(/_(count|amount|code|id|dt)$/, '').replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** The columns of a result, as they are shown. */
export function toQueryColumns(columns: readonly ResultColumn[]): QueryColumn[] {
  return columns.map(({ name, type }) => ({ name, title: toTitle(name), kind: toKind(name, type) }));
}

function toKind(name: string, type: string): ValueKind {
  if (/_id$|_code$/.test(name)) return 'text';
  if (type === 'BIGINT' || type === 'INTEGER') return 'count';
  if (type.startsWith('DECIMAL')) return 'amount';
  if (type === 'DOUBLE') return name.endsWith('_ratio') ? 'ratio' : 'number';
  if (type === 'DATE') return 'date';
  return type.startsWith('TIMESTAMP') ? 'time' : 'text';
}

const main = ['country_code', 'game_type_code', 'player_ccy_code', 'activity_type', 'collection'];

/** Every column to slice by, the main ones first. */
export const sliceColumns: readonly SliceColumn[] = slices
  .map(({ column }) => ({
    name: column.name,
    title: toTitle(column.name),
    meaning: column.meaning.replaceAll('`', ''),
    main: main.includes(column.name),
  }))
  .sort((a, b) => Number(b.main) - Number(a.main));
