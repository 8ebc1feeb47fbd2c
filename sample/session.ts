import type { Game } from './game.ts';
import type { Player } from './player.ts';
import type { Random } from './random.ts';

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
