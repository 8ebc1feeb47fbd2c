import { activityMeasures, amounts } from '../rollups/columns.ts';
import { type Column, typeNames } from '../schema.ts';
import { distinctGamesCount, distinctPlayersCount } from '../views/columns.ts';
import { playerWithoutCurrency } from './joins.ts';

export const amountNames: readonly string[] = amounts.map(({ name }) => name);

const summedNames: readonly string[] = activityMeasures.map(({ name }) => name);

/**
 * What is counted anew for every group: players and games where a bet was placed. A win after midnight is no play of
 * the next day.
 */
const distinctSql: Readonly<Record<string, string>> = {
  // A row of NULL and a code is not NULL, on both engines: a player without a company counts.
  distinct_players_count: toDistinct('(activity.partner_company_id, activity.player_code)'),
  distinct_games_count: toDistinct('activity.game_id'),
};

function toDistinct(key: string): string {
  return `count(distinct case when activity.bets_count > 0 then ${key} end)`;
}

const measureColumns: readonly Column[] = [...activityMeasures, distinctPlayersCount, distinctGamesCount];

/** A measure over a group of the lake's rows, in its declared type, under its name. */
export function toMeasure(name: string): string {
  const column = measureColumns.find((candidate) => candidate.name === name);
  const sql = summedNames.includes(name) ? `sum(activity.${name})` : distinctSql[name];
  if (!column || sql === undefined) throw new Error(`no measure ${name}`);
  return `cast(${sql} as ${typeNames(column.type).trino}) as ${name}`;
}

/** A count of players or games over rows that are one of each, of those where a bet was placed. */
export function toCountOfRows(name: string): string {
  return `cast(count_if(activity.bets_count > 0) as bigint) as ${name}`;
}

/** What adds up, as the items of a select list. */
export function toSums(columns: readonly Column[]): string {
  return columns.map(({ name }) => toMeasure(name)).join(',\n    ');
}

/*
 * Amounts of different currencies are never added up. Where the currency of a group is not known and it speaks of
 * more than one player, whether they placed a bet or not, there is no amount to show: counts stay, amounts are NULL.
 * Every query that shows amounts of several players computes `mixesCurrencies` over the group, and each amount by
 * `toAmountOfOneCurrency`.
 */

/** Whether a group of rows may mix currencies: NULL where the currency is known. */
export function toMixesCurrencies(playerOfRow = playerWithoutCurrency): string {
  return `min(${playerOfRow}) <> max(${playerOfRow})`;
}

/** The amount of a group, NULL where its column `mixes_currencies` is set. */
export function toAmountOfOneCurrency(name: string): string {
  return `case when mixes_currencies then null else ${name} end as ${name}`;
}
