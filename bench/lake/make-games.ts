import type { MadeRows } from './make-rows.ts';

/** Games of the bets that `makeBets` makes; the bets' first game is 1. */
export const madeGames: MadeRows = {
  dataset: 'games',
  said: {
    game_id: 'range',
    game_name: `'Game ' || range`,
    game_category_code: `'C' || (range % 7)`,
    game_type_code: `(['SLOTS', 'SLOTS', 'SLOTS', 'LIVE', 'TABLE'])[range % 5 + 1]`,
  },
};
