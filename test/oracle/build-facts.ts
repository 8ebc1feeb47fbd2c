import { BET_CODES, GAME_CODES, PLAYER_CODES } from './columns.ts';
import { compareValues, type Value } from './compare-values.ts';
import { toPlayerKey } from './find-winners.ts';
import type { OracleOptions } from './landed-object.ts';
import type { BetRow, GameRow, PlayerRow } from './read-landing.ts';

/** A current row of bets, with what players and games give for it; amounts spent and won are positive. */
export interface Fact {
  readonly date: string;
  readonly bet: BetRow;
  readonly realSpent: bigint;
  readonly bonusSpent: bigint;
  readonly realWon: bigint;
  readonly bonusWon: bigint;
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
  /** What views group by: the bet's own codes, and what players and games give. */
  readonly attributes: Readonly<Record<string, Value>>;
}

/** What no file names, and what one leaves blank. */
const UNKNOWN = 'unknown';
const NONE = 'none';

/** Whether amounts of several players of this currency are of one currency. */
export function isCurrency(code: Value): boolean {
  return code !== UNKNOWN && code !== NONE;
}

export function buildFacts(
  bets: readonly BetRow[],
  players: readonly PlayerRow[],
  games: readonly GameRow[],
  { debits = 'negative', stakeTypes = [1] }: Pick<OracleOptions, 'debits' | 'stakeTypes'> = {},
): Fact[] {
  const playerOf = new Map(players.map((row) => [toPlayerKey(row.partner_company_id, row.player_code), row]));
  const gameOf = new Map(games.map((row) => [row.game_id, row]));
  const playerNumbers = new Map<string, number>();
  const gameNumbers = new Map<bigint, number>();
  const toSpent = (debit: bigint) => (debits === 'negative' && debit !== 0n ? -debit : debit);
  const stakes = (bet: BetRow) => toSpent(bet.real_debit_amount) + toSpent(bet.bonus_debit_amount) > 0n;
  const isStakeType = (type: bigint | null) => stakeTypes.some((each) => BigInt(each) === type);
  const placed = findCountedRows(
    bets.filter((bet) => stakes(bet) || isStakeType(bet.bet_transaction_type_id)),
  );
  const staked = findCountedRows(bets.filter(stakes));
  return bets.map((bet) => {
    const playerKey = toPlayerKey(bet.partner_company_id, bet.player_code);
    return {
      date: bet.dt,
      bet,
      realSpent: toSpent(bet.real_debit_amount),
      bonusSpent: toSpent(bet.bonus_debit_amount),
      realWon: bet.real_credit_amount,
      bonusWon: bet.bonus_credit_amount,
      jackpotContribution: bet.player_jackpot_contribution_amount,
      jackpotWin: bet.player_jackpot_win_amount,
      fee: bet.fee_amount,
      betsCount: placed.has(bet) ? 1 : 0,
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
  const codes = bet as unknown as Readonly<Record<string, Value>>;
  return {
    partner_company_id: bet.partner_company_id,
    player_code: bet.player_code,
    game_id: bet.game_id,
    ...toJoinedTexts(player, PLAYER_CODES),
    ...toJoinedTexts(game, [...GAME_CODES, 'game_name']),
    activity_type: bet.bet_transaction_type_id?.toString() ?? NONE,
    collection: toJoinedTexts(game, ['game_category_code']).game_category_code ?? null,
    ...Object.fromEntries(BET_CODES.map((name) => [name, codes[name] ?? null])),
  };
}

/** What the row of a player or a game gives, as text. */
function toJoinedTexts(
  row: PlayerRow | GameRow | undefined,
  names: readonly string[],
): Record<string, string> {
  const values = row as unknown as Readonly<Record<string, Value>> | undefined;
  return Object.fromEntries(
    names.map((name) => [name, values ? (values[name]?.toString() ?? NONE) : UNKNOWN]),
  );
}
