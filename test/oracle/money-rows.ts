import { formatDecimal } from './decimal.ts';
import type { Group } from './group-facts.ts';

/** 10^-2 in units of 10^-5. */
const CENT = 1000n;

/** What the money of a group did and whose it was, a row each; none where it adds up to zero. */
export function toMoneyRows(group: Group): Record<string, string | bigint | null>[] {
  const moves: [activity: string, kind: string, units: bigint][] = [
    ['fee', 'other', group.fee * CENT],
    ['jackpot_contribution', 'other', group.jackpotContribution],
    ['jackpot_win', 'other', group.jackpotWin * CENT],
    ['stake', 'bonus', group.bonusDebit * CENT],
    ['stake', 'real', group.realDebit * CENT],
    ['win', 'bonus', group.bonusCredit * CENT],
    ['win', 'real', group.realCredit * CENT],
  ];
  const { player_ccy_code = null, country_code = null, game_type_code = null } = group.sample.attributes;
  return moves
    .filter(([, , units]) => units !== 0n)
    .map(([money_activity, money_kind, units]) => ({
      period_start: group.periodStart,
      player_ccy_code,
      country_code,
      game_type_code,
      money_activity,
      money_kind,
      amount: formatDecimal(units, 5),
    }));
}
