import { multiply, unitsOfOne } from './amount.ts';
import { type Posting, transactionTypes } from './bet.ts';
import type { Game } from './game.ts';
import type { Player } from './player.ts';
import type { Random } from './random.ts';

const stakeCents = [10, 10, 20, 20, 20, 25, 50, 50, 50, 100, 100, 100, 200, 200, 500, 500, 1000, 2500, 10000];
const channels = ['"C"', '"C"', '"M"', '"M"', '"M"', '"M"', '"W"', '"W"', '"T"', '"A"'];
const statuses = [...Array<string>(16).fill('"A"'), '"S"', '"S"', '"C"', '"P"'];
/** What a game without odds pays, in hundredths of the stake; a win in three rounds returns 94 in 100. */
const returns = [20, 50, 50, 50, 100, 100, 150, 150, 200, 200, 250, 300, 400, 500, 800, 1200];
/** Odds lie between 1 and 4.6, 2.8 on average: with a win in three bets, 93 in 100 comes back. */
const oddsScales = [2, 2, 2, 2, 1, 3, 6, 6];

/** A stake of a new bet: real money mostly, bonus money, both, or neither where the round is free. */
export function makeStake(
  random: Random,
  betId: number,
  seconds: number,
  player: Player,
  game: Game,
): Posting {
  const odd = random.below(10) === 0 ? random.below(90) : 0;
  const stake = random.pick(stakeCents) * player.stakeScale + odd;
  const money = random.below(100);
  const bonus = money < 82 ? 0 : money < 91 ? stake : money < 97 ? Math.ceil(stake / 3) : 0;
  const real = money < 97 ? stake - bonus : 0;
  const oddsScale = random.pick(oddsScales);
  const one = unitsOfOne(oddsScale);
  return {
    betId,
    seconds,
    player,
    game,
    type: real === 0 && bonus > 0 ? transactionTypes.bonusStake : transactionTypes.stake,
    realDebit: real,
    realCredit: 0,
    bonusDebit: bonus,
    bonusCredit: 0,
    channel: random.pick(channels),
    status: random.pick(statuses),
    // 1.5 in 100 of the real stake: a cent is 1,000 units of 10^-5.
    jackpotContribution: game.hasJackpot ? real * 15 + (real % 7) : 0,
    jackpotWin: 0,
    actionId: random.below(20) === 0 ? 1 + random.below(900) : null,
    lastEvent: random.below(10) < 3 ? seconds + random.below(8) : null,
    odds: game.hasOdds ? one + 1 + random.below((36 * one) / 10) : 0,
    oddsScale,
    fee: random.below(25) === 0 ? Math.floor((real * 2) / 100) : 0,
  };
}

/** What a stake won, in the money it was made with; a free round wins real money. */
export function makeWin(random: Random, stake: Posting, seconds: number): Posting {
  const { realDebit, bonusDebit, odds, oddsScale } = stake;
  const ratio = random.pick(returns);
  const times = odds > 0 ? odds : ratio;
  const scale = odds > 0 ? oddsScale : 2;
  const free = realDebit === 0 && bonusDebit === 0;
  return {
    ...stake,
    seconds,
    type: stake.type === transactionTypes.bonusStake ? transactionTypes.bonusWin : transactionTypes.win,
    realDebit: 0,
    realCredit: free ? random.pick(stakeCents) : multiply(realDebit, times, scale),
    bonusDebit: 0,
    bonusCredit: multiply(bonusDebit, times, scale),
    jackpotContribution: 0,
    lastEvent: random.below(10) < 3 ? seconds + random.below(8) : null,
    fee: 0,
  };
}

/** A further posting of a bet that moves none of its stake: a jackpot won, or a correction. */
export function makeFurther(stake: Posting, seconds: number, changes: Partial<Posting>): Posting {
  return {
    ...stake,
    seconds,
    realDebit: 0,
    realCredit: 0,
    bonusDebit: 0,
    bonusCredit: 0,
    jackpotContribution: 0,
    lastEvent: null,
    fee: 0,
    ...changes,
  };
}

/** The same row again with other amounts: one that is zero stays so, but where all are. */
export function restate(random: Random, posting: Posting, lastEvent: number | null): Posting {
  const more = (1 + random.below(40)) * 5 * posting.player.stakeScale;
  const add = (cents: number) => (cents === 0 ? 0 : cents + more);
  const { realDebit, realCredit, bonusDebit, bonusCredit } = posting;
  const none = realDebit === 0 && realCredit === 0 && bonusDebit === 0 && bonusCredit === 0;
  return {
    ...posting,
    lastEvent,
    realDebit: add(realDebit),
    realCredit: none ? more : add(realCredit),
    bonusDebit: add(bonusDebit),
    bonusCredit: add(bonusCredit),
  };
}
