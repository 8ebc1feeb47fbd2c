import type { Fact } from './build-facts.ts';
import { formatDecimal } from './decimal.ts';
import type { Group } from './group-facts.ts';

/** 10^-2 in units of 10^-5. */
const CENT = 1000n;

/** What money did, whose it was, and how much of it a fact has. */
const MOVES: readonly (readonly [activity: string, kind: string, units: (of: Amounts) => bigint])[] = [
  ['fee', 'other', ({ fee }) => (fee ?? 0n) * CENT],
  ['jackpot_contribution', 'other', ({ jackpotContribution }) => jackpotContribution ?? 0n],
  ['jackpot_win', 'other', ({ jackpotWin }) => (jackpotWin ?? 0n) * CENT],
  ['stake', 'bonus', ({ bonusSpent }) => bonusSpent * CENT],
  ['stake', 'real', ({ realSpent }) => realSpent * CENT],
  ['win', 'bonus', ({ bonusWon }) => bonusWon * CENT],
  ['win', 'real', ({ realWon }) => realWon * CENT],
];

type Amounts = Pick<
  Fact,
  'fee' | 'jackpotContribution' | 'jackpotWin' | 'bonusSpent' | 'realSpent' | 'bonusWon' | 'realWon'
>;

/**
 * What the money of a group did and whose it was, a row each: none where it adds up to zero. Where it would mix
 * currencies there is no sum, and a row without one wherever some player's is not zero.
 */
export function toMoneyRows(group: Group): Record<string, string | bigint | null>[] {
  const { player_ccy_code = null, country_code = null, game_type_code = null } = group.sample.attributes;
  return MOVES.flatMap(([money_activity, money_kind, unitsOf]) => {
    const units = group.mixesCurrencies
      ? toSumsOfPlayers(group.facts, unitsOf).find((sum) => sum !== 0n)
      : unitsOf(group);
    if (units === undefined || units === 0n) return [];
    const amount = group.mixesCurrencies ? null : formatDecimal(units, 5);
    const { periodStart: period_start } = group;
    return [
      { period_start, player_ccy_code, country_code, game_type_code, money_activity, money_kind, amount },
    ];
  });
}

function toSumsOfPlayers(facts: readonly Fact[], unitsOf: (fact: Fact) => bigint): bigint[] {
  const sums = new Map<number, bigint>();
  for (const fact of facts) sums.set(fact.player, (sums.get(fact.player) ?? 0n) + unitsOf(fact));
  return [...sums.values()];
}
