import type { Slice } from '../../glue/slices.ts';

/** Combinations of the codes that a player, a game or a bet has: few, however many rows there are. */
export type Group = 'player_group' | 'game_group' | 'bet_group';

export function groupOf({ joins }: Slice): Group {
  if (joins === 'players') return 'player_group';
  return joins === 'games' ? 'game_group' : 'bet_group';
}
