import { formatDecimal } from './decimal.ts';
import type { Group, Grouping } from './group-facts.ts';

/** Every measure of a view: how it comes from a group, and the decimal places of an amount. */
export const MEASURES = {
  bets_count: { of: (group: Group) => BigInt(group.betsCount), scale: 0 },
  staked_bets_count: { of: (group: Group) => BigInt(group.stakedBetsCount), scale: 0 },
  distinct_players_count: { of: (group: Group) => countOf(group.players), scale: 0 },
  distinct_games_count: { of: (group: Group) => countOf(group.games), scale: 0 },
  postings_count: { of: (group: Group) => BigInt(group.postingsCount), scale: 0 },
  jackpot_contribution_amount: { of: (group: Group) => group.jackpotContribution, scale: 5 },
  jackpot_win_amount: { of: (group: Group) => group.jackpotWin, scale: 2 },
  fee_amount: { of: (group: Group) => group.fee, scale: 2 },
  real_spent_amount: { of: (group: Group) => group.realSpent, scale: 2 },
  bonus_spent_amount: { of: (group: Group) => group.bonusSpent, scale: 2 },
  real_won_amount: { of: (group: Group) => group.realWon, scale: 2 },
  bonus_won_amount: { of: (group: Group) => group.bonusWon, scale: 2 },
} as const;

function countOf(set: ReadonlySet<number> | undefined): bigint {
  if (set === undefined) throw new Error('expected a group that counts distinct ones');
  return BigInt(set.size);
}

export type Measure = keyof typeof MEASURES;

/** What a grouping must keep for some measures. */
export function toGrouping(groupBy: readonly string[], measures: readonly Measure[]): Grouping {
  return {
    groupBy,
    distinctPlayers: measures.includes('distinct_players_count'),
    distinctGames: measures.includes('distinct_games_count'),
  };
}

/** A measure as a whole number of its smallest unit, to sort by; NULL for an amount that would mix currencies. */
export function measureUnits(group: Group, measure: Measure): bigint | null {
  const { of, scale } = MEASURES[measure];
  return scale > 0 && group.mixesCurrencies ? null : of(group);
}

/** A measure as it is shown: a whole number, or decimal text with its full scale. */
export function measureValue(group: Group, measure: Measure): bigint | string | null {
  const units = measureUnits(group, measure);
  const { scale } = MEASURES[measure];
  return scale === 0 || units === null ? units : formatDecimal(units, scale);
}
