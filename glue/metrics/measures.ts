import type { Column } from '../column.ts';
import { typeNames } from '../column.ts';
import { activityMeasures } from '../rollups/columns.ts';
import { amounts, distinctGamesCount, distinctPlayersCount } from '../views/columns.ts';

/** What adds up over rows of the rollup, by the column that does. */
export const summedColumns: Readonly<Record<string, string>> = {
  bets_count: 'bets_count',
  staked_bets_count: 'staked_bets_count',
  real_spent_amount: 'real_debit_amount',
  bonus_spent_amount: 'bonus_debit_amount',
  real_won_amount: 'real_credit_amount',
  bonus_won_amount: 'bonus_credit_amount',
};

/** What is counted anew for every group. */
const distinctSql: Readonly<Record<string, string>> = {
  // A row of NULL and a code is not NULL, on both engines: a player without a company counts.
  distinct_players_count: 'count(distinct (activity.partner_company_id, activity.player_code))',
  distinct_games_count: 'count(distinct activity.game_id)',
};

const measureColumns: readonly Column[] = [
  ...activityMeasures,
  ...amounts,
  distinctPlayersCount,
  distinctGamesCount,
];

export const amountNames: readonly string[] = amounts.map(({ name }) => name);

/** A measure over a group of the lake's rows, in its declared type, under its name. */
export function toMeasure(name: string): string {
  const column = summedColumns[name];
  return castMeasure(column === undefined ? distinctSql[name] : `sum(activity.${column})`, name);
}

/** The SQL of a measure in its declared type, under its name. */
export function castMeasure(sql: string | undefined, name: string): string {
  const column = measureColumns.find((candidate) => candidate.name === name);
  if (!column || sql === undefined) throw new Error(`no measure ${name}`);
  return `cast(${sql} as ${typeNames(column.type).trino}) as ${name}`;
}
