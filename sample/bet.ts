import { formatAmount, formatCents } from './amounts.ts';
import { formatInstant } from './calendar.ts';
import type { Game } from './game.ts';
import type { Player } from './player.ts';
import type { Random } from './random.ts';

/** The transaction types of the platform; it names none itself, and 4 is assumed. */
export const transactionTypes = {
  stake: 1,
  win: 2,
  stakeReturned: 4,
  /** A round that ended with nothing. */
  ended: 6,
};

/** One wallet transaction. Amounts are whole cents, times are seconds since 1970-01-01, codes are JSON text. */
export interface Posting {
  readonly betId: number;
  readonly seconds: number;
  readonly player: Player;
  readonly game: Game;
  readonly type: number | null;
  /** Below zero where money left the player. */
  readonly realDebit: number;
  readonly realCredit: number;
  /** Below zero where money left the player. */
  readonly bonusDebit: number;
  readonly bonusCredit: number;
  readonly channel: string;
  readonly status: string;
  /** In units of 10^-5. */
  readonly jackpotContribution: number | null;
  readonly jackpotWin: number | null;
  readonly actionId: number | null;
  readonly lastEvent: number | null;
  readonly fee: number;
}

/** The line of a posting, in the order and with the spaces of the source. */
export function toBetLine(posting: Posting): string {
  const { player, game, lastEvent } = posting;
  return `{"bet_id": ${posting.betId}, "bet_dt": "${formatInstant(posting.seconds)}", "player_code": "${
    player.code
  }", "game_id": ${game.id}, ${toMoney(posting)}, "bet_channel_code": ${posting.channel}, "bet_status_code": ${
    posting.status
  }, ${toJackpot(posting)}, "bet_action_id": ${posting.actionId}, "bet_transaction_type_id": ${
    posting.type
  }, "last_event_dt": ${lastEvent === null ? 'null' : `"${formatInstant(lastEvent)}"`}, "game_odds": null, "fee_amount": "${formatCents(
    posting.fee,
  )}", "operating_company_id": 1, "partner_company_id": ${player.partnerCompanyId}, "brand_id": null}`;
}

function toMoney({ realDebit, realCredit, bonusDebit, bonusCredit }: Posting): string {
  // Most lines move real money alone, and the text of what is zero need not be put together each time.
  const bonus =
    bonusDebit === 0 && bonusCredit === 0
      ? '"bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00"'
      : `"bonus_debit_amount": "${formatCents(bonusDebit)}", "bonus_credit_amount": "${formatCents(bonusCredit)}"`;
  return `"real_debit_amount": "${formatCents(realDebit)}", "real_credit_amount": "${formatCents(realCredit)}", ${bonus}`;
}

function toJackpot({ jackpotContribution, jackpotWin }: Posting): string {
  const contribution = jackpotContribution === null ? 'null' : toContribution(jackpotContribution);
  const win = jackpotWin === null ? 'null' : `"${formatCents(jackpotWin)}"`;
  return `"player_jackpot_contribution_amount": ${contribution}, "player_jackpot_win_amount": ${win}`;
}

function toContribution(units: number): string {
  return units === 0 ? '"0.00000"' : `"${formatAmount(units, 5)}"`;
}

/** A player at a game, who stakes the same again and again. */
export interface Session {
  readonly player: Player;
  readonly game: Game;
  readonly channel: string;
  /** In cents. */
  stake: number;
  stakesLeft: number;
}

const stakeCents = [
  10, 10, 20, 20, 20, 20, 25, 30, 50, 50, 50, 100, 100, 100, 200, 200, 300, 500, 1000, 2500,
];

/** A session of a few stakes mostly, of hundreds now and then, at most `most`. */
export function openSession(random: Random, player: Player, game: Game, most: number): Session {
  return {
    player,
    game,
    channel: random.below(11) === 0 ? '"W"' : '"C"',
    stake: drawStake(random, player),
    stakesLeft: Math.min(most, 1 + Math.floor(4 / (random.unit() + 0.001))),
  };
}

/** Uses up a stake of the session, before the next of which the player may change what is staked. */
export function moveOn(random: Random, session: Session): void {
  session.stakesLeft--;
  if (random.below(24) === 0) session.stake = drawStake(random, session.player);
}

function drawStake(random: Random, { stakeScale }: Player): number {
  return random.pick(stakeCents) * stakeScale;
}
