import { multiply } from './amounts.ts';
import { type Posting, type Session, transactionTypes } from './bet.ts';
import type { Booking } from './game.ts';
import type { Random } from './random.ts';

/** What a win pays, in hundredths of the stake: with a win in five stakes, 92 in 100 come back. */
const returns = [20, 40, 50, 50, 60, 80, 100, 100, 150, 200, 200, 300, 400, 500, 1000, 4500];
/** Wins of a thousand stakes. */
const winsPerThousand = 188;
/** Of a thousand stakes, those paid with bonus money alone, and those paid with both. */
const bonusPerThousand = 9;
const bothPerThousand = 1;
/** Seconds from a stake to what its provider last reported of it. */
const eventDelays = [...Array<number>(28).fill(0), 1, 1, -1, 2];
/** Seconds from a stake to its outcome. */
const outcomeDelays = [0, 1, 1, 1, 2];

/** How many lost stakes have a row of their own that says so, one in so many; undefined is none. */
const endedShares: Readonly<Record<Booking, number | undefined>> = {
  actions: undefined,
  plain: 60,
  ended: 1,
};

/** What a stake is paid with. */
export type Money = 'real' | 'bonus' | 'both' | 'none';

/** A stake: real money mostly, bonus money or both now and then. */
export function makeStake(
  random: Random,
  betId: number,
  seconds: number,
  { player, game, channel, stake }: Session,
  money: Money = drawMoney(random),
): Posting {
  const bonus = money === 'bonus' ? stake : money === 'both' ? Math.floor((stake * 9) / 10) : 0;
  const { booking } = game;
  return {
    betId,
    seconds,
    player,
    game,
    type: transactionTypes.stake,
    realDebit: money === 'none' ? 0 : bonus - stake,
    realCredit: 0,
    bonusDebit: -bonus,
    bonusCredit: 0,
    channel,
    status: '"A"',
    jackpotContribution: booking === 'plain' ? null : 0,
    jackpotWin: booking === 'ended' ? 0 : null,
    actionId: booking === 'actions' ? 10 : null,
    lastEvent: booking === 'actions' ? seconds + random.pick(eventDelays) : null,
    fee: 0,
  };
}

/** What follows a stake as a row of its own: a win, or that the round has ended; undefined for most. */
export function makeOutcome(random: Random, stake: Posting, betId: number): Posting | undefined {
  if (random.below(1000) < winsPerThousand) return makeWin(random, stake, betId);
  const share = endedShares[stake.game.booking];
  if (share === undefined || random.below(share) !== 0) return undefined;
  return { ...makeFollowing(random, stake, betId), type: transactionTypes.ended };
}

/** What a stake won, in the money it was made with; a free round wins real money. */
export function makeWin(random: Random, stake: Posting, betId: number): Posting {
  const ratio = random.pick(returns);
  const free = stake.realDebit === 0 && stake.bonusDebit === 0;
  return {
    ...makeFollowing(random, stake, betId),
    type: transactionTypes.win,
    realCredit: free ? ratio : multiply(-stake.realDebit, ratio, 2),
    bonusCredit: multiply(-stake.bonusDebit, ratio, 2),
    jackpotContribution: stake.game.booking === 'ended' ? 0 : null,
    actionId: stake.game.booking === 'actions' ? 30 : null,
  };
}

/** The stake as it was given back: its debits with the other sign. */
export function returnStake(random: Random, stake: Posting, betId: number): Posting {
  return {
    ...makeFollowing(random, stake, betId),
    type: transactionTypes.stakeReturned,
    realDebit: -stake.realDebit,
    bonusDebit: -stake.bonusDebit,
    lastEvent: stake.lastEvent,
  };
}

/** A later row of a stake's player and game that moves no money. */
function makeFollowing(random: Random, stake: Posting, betId: number): Posting {
  return {
    ...stake,
    betId,
    seconds: stake.seconds + random.pick(outcomeDelays),
    realDebit: 0,
    realCredit: 0,
    bonusDebit: 0,
    bonusCredit: 0,
    jackpotWin: 0,
    lastEvent: null,
  };
}

/** The same row again with other amounts, of the same signs: one that is zero stays so, but where all are. */
export function restate(random: Random, posting: Posting, lastEvent: number | null): Posting {
  const more = (1 + random.below(40)) * 5 * posting.player.stakeScale;
  const add = (cents: number) => (cents === 0 ? 0 : cents < 0 ? cents - more : cents + more);
  const { realDebit, realCredit, bonusDebit, bonusCredit } = posting;
  const none = realDebit === 0 && realCredit === 0 && bonusDebit === 0 && bonusCredit === 0;
  const isStake = posting.type === transactionTypes.stake;
  return {
    ...posting,
    lastEvent,
    realDebit: none && isStake ? -more : add(realDebit),
    realCredit: none && !isStake ? more : add(realCredit),
    bonusDebit: add(bonusDebit),
    bonusCredit: add(bonusCredit),
  };
}

function drawMoney(random: Random): Money {
  const drawn = random.below(1000);
  if (drawn < bonusPerThousand) return 'bonus';
  return drawn < bonusPerThousand + bothPerThousand ? 'both' : 'real';
}
