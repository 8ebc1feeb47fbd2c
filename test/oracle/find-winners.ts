import { compareUtf8 } from './compare-values.ts';
import { encodeKey } from './encode-key.ts';
import type { BetRow, GameRow, Landed, PlayerRow } from './read-landing.ts';

/** The one row of each (bet_id, bet_transaction_type_id, date) that is current, void ones still among them. */
export function findWinningBets(bets: readonly BetRow[]): BetRow[] {
  return findLast(bets, toBetKey, (a, b) => compareEvents(a, b) || compareOrigins(a, b));
}

/** The newest row of each player. */
export function findCurrentPlayers(players: readonly PlayerRow[]): PlayerRow[] {
  return findLast(players, (row) => toPlayerKey(row.partner_company_id, row.player_code), compareOrigins);
}

/** The newest row of each game. */
export function findCurrentGames(games: readonly GameRow[]): GameRow[] {
  return findLast(games, (row) => row.game_id.toString(), compareOrigins);
}

export function toBetKey(bet: BetRow): string {
  return encodeKey([bet.bet_id, bet.bet_transaction_type_id, bet.dt]);
}

export function toPlayerKey(partnerCompanyId: bigint | null, playerCode: string): string {
  return encodeKey([partnerCompanyId, playerCode]);
}

/** The newer last_event_dt is greater; a row without one is the oldest. */
export function compareEvents(left: BetRow, right: BetRow): number {
  // Times of one fixed shape sort as text, and no text sorts before the empty one.
  return compareUtf8(left.last_event_dt ?? '', right.last_event_dt ?? '');
}

function compareOrigins(left: Landed, right: Landed): number {
  return compareUtf8(left.landing_key, right.landing_key) || left.line_number - right.line_number;
}

function findLast<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  compare: (left: Row, right: Row) => number,
): Row[] {
  const last = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const held = last.get(key);
    if (held === undefined || compare(row, held) > 0) last.set(key, row);
  }
  return [...last.values()];
}
