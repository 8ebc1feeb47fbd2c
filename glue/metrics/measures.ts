import type { Column } from '../column.ts';
import { typeNames } from '../column.ts';
import { activityMeasures } from '../rollups/columns.ts';
import { amounts, distinctGamesCount, distinctPlayersCount } from '../views/columns.ts';
import type { ActivitySource } from './source.ts';

/** How each measure is computed over rows of the rollup. */
const measureSql: Readonly<Record<string, string>> = {
  bets_count: 'sum(activity.bets_count)',
  staked_bets_count: 'sum(activity.staked_bets_count)',
  real_spent_amount: 'sum(activity.real_debit_amount)',
  bonus_spent_amount: 'sum(activity.bonus_debit_amount)',
  real_won_amount: 'sum(activity.real_credit_amount)',
  bonus_won_amount: 'sum(activity.bonus_credit_amount)',
  distinct_games_count: 'count(distinct activity.game_id)',
};

const measureColumns: readonly Column[] = [
  ...activityMeasures,
  ...amounts,
  distinctPlayersCount,
  distinctGamesCount,
];

export const amountNames: readonly string[] = amounts.map(({ name }) => name);

/** A measure over a group of the rollup's rows, in its declared type, under its name. */
export function toMeasure(source: ActivitySource, name: string): string {
  const column = measureColumns.find((candidate) => candidate.name === name);
  const sql = name === distinctPlayersCount.name ? source.distinctPlayers : measureSql[name];
  if (!column || !sql) throw new Error(`no measure ${name}`);
  return `cast(${sql} as ${typeNames(column.type).trino}) as ${name}`;
}
