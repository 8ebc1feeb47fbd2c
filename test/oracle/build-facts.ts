import { compareValues, type Value } from './compare-values.ts';
import { toPlayerKey } from './find-winners.ts';
import type { BetRow, GameRow, PlayerRow } from './read-landing.ts';

/** A bets row that counts, with what players and games tell of it. */
export interface Fact {
  readonly date: string;
  readonly bet: BetRow;
  readonly realDebit: bigint;
  readonly realCredit: bigint;
  readonly bonusDebit: bigint;
  readonly bonusCredit: bigint;
  readonly jackpotContribution: bigint | null;
  readonly jackpotWin: bigint | null;
  readonly fee: bigint | null;
  /** 1 at the row under which its bet counts on its day, else 0. */
  readonly betsCount: number;
  /** 1 at the row under which its staked bet counts on its day, else 0. */
  readonly stakedBetsCount: number;
  /** A number for each player and for each game, to count distinct ones by. */
  readonly player: number;
  readonly game: number;
  /** What views group by: the bet's own codes, and what players and games give, `unknown` where not known. */
  readonly attributes: Readonly<Record<string, Value>>;
}

const UNKNOWN = 'unknown';

export function buildFacts(
  bets: readonly BetRow[],
  players: readonly PlayerRow[],
  games: readonly GameRow[],
): Fact[] {
  const playerOf = new Map(players.map((row) => [toPlayerKey(row.partner_company_id, row.player_code), row]));
  const gameOf = new Map(games.map((row) => [row.game_id, row]));
  const playerNumbers = new Map<string, number>();
  const gameNumbers = new Map<bigint, number>();
  const counted = findCountedRows(bets);
  const staked = findCountedRows(bets.filter((bet) => bet.real_debit_amount + bet.bonus_debit_amount > 0n));
  return bets.map((bet) => {
    const playerKey = toPlayerKey(bet.partner_company_id, bet.player_code);
    return {
      date: bet.dt,
      bet,
      realDebit: bet.real_debit_amount,
      realCredit: bet.real_credit_amount,
      bonusDebit: bet.bonus_debit_amount,
      bonusCredit: bet.bonus_credit_amount,
      jackpotContribution: bet.player_jackpot_contribution_amount,
      jackpotWin: bet.player_jackpot_win_amount,
      fee: bet.fee_amount,
      betsCount: counted.has(bet) ? 1 : 0,
      stakedBetsCount: staked.has(bet) ? 1 : 0,
      player: toNumber(playerNumbers, playerKey),
      game: toNumber(gameNumbers, bet.game_id),
      attributes: toAttributes(bet, playerOf.get(playerKey), gameOf.get(bet.game_id)),
    };
  });
}

function toNumber<Key>(numbers: Map<Key, number>, key: Key): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

/** Of the rows of each bet_id and day the one of the lowest transaction type; no type sorts last. */
function findCountedRows(bets: readonly BetRow[]): Set<BetRow> {
  const lowest = new Map<string, BetRow>();
  for (const bet of bets) {
    const key = `${bet.bet_id} ${bet.dt}`;
    const held = lowest.get(key);
    if (held === undefined || compareValues(bet.bet_transaction_type_id, held.bet_transaction_type_id) < 0) {
      lowest.set(key, bet);
    }
  }
  return new Set(lowest.values());
}

function toAttributes(
  bet: BetRow,
  player: PlayerRow | undefined,
  game: GameRow | undefined,
): Record<string, Value> {
  return {
    partner_company_id: bet.partner_company_id,
    player_code: bet.player_code,
    game_id: bet.game_id,
    country_code: player?.country_code ?? UNKNOWN,
    player_ccy_code: player?.player_ccy_code ?? UNKNOWN,
    game_name: game?.game_name ?? UNKNOWN,
    game_type_code: game?.game_type_code ?? UNKNOWN,
    game_category_code: game?.game_category_code ?? UNKNOWN,
    activity_type: bet.bet_transaction_type_id?.toString() ?? UNKNOWN,
    collection: game?.game_category_code ?? UNKNOWN,
    bet_channel_code: bet.bet_channel_code,
    bet_status_code: bet.bet_status_code,
    bet_transaction_type_id: bet.bet_transaction_type_id,
    operating_company_id: bet.operating_company_id,
    brand_id: bet.brand_id,
  };
}
