import type { Content } from '../fake-aws/fake-cloud-lake.ts';
import { badLine, game, player, stake } from '../faults/rows.ts';
import type { BetLine, GameLine, Line, PlayerLine } from './history.ts';

/** The bytes of a landing file, as a lake in memory takes them. */
export function toContent(lines: readonly Line[]): Content {
  return lines.map((line) => {
    if (line === 'bad') return badLine;
    if (line === 'blank') return ' ';
    if ('bet' in line) return toBet(line);
    return 'player' in line ? toPlayer(line) : toGame(line);
  });
}

/** Who plays a bet, and what: no two bets share both, so that a row of activity identifies its bet. */
export function toPlayerAndGame(bet: number): { readonly player_code: string; readonly game_id: number } {
  return { player_code: `P${bet % 2}`, game_id: Math.floor(bet / 2) };
}

function toBet({ bet, day, type, cents, event, status = null }: BetLine) {
  const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return stake(bet, day, {
    ...toPlayerAndGame(bet),
    bet_transaction_type_id: type,
    real_debit_amount: type === 1 ? `-${amount}` : '0.00',
    real_credit_amount: type === 1 ? '0.00' : amount,
    bet_status_code: status,
    last_event_dt: event === null ? null : `2021-02-01 00:00:0${event}`,
  });
}

const toPlayer = ({ player: number, country }: PlayerLine) => player(`P${number}`, { country_code: country });

const toGame = ({ game: id, name }: GameLine) => game(id, { game_name: name });
