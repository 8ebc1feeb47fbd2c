import type { MadeRows } from './make-rows.ts';

/** Games of the bets that `makeBets` makes; the bets' first game is 1. */
export const madeGames: MadeRows = {
  dataset: 'games',
  said: {
    game_id: 'range',
    game_name: `'Game ' || range`,
    game_category_code: `case when range % 8 = 0 then 'C' else 'S' end`,
    game_type_code: `(['3rd party', '3rd party', 'Non Branded', null, '3rd Party', 'Live Casino'])[range % 6 + 1]`,
  },
};
