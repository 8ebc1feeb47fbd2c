import { formatAmount, formatCents } from './amount.ts';
import { formatInstant } from './calendar.ts';
import type { Game } from './game.ts';
import type { Player } from './player.ts';

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
