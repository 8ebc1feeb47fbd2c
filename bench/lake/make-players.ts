import type { MadeRows } from './make-rows.ts';

/** Players of the bets that `makeBets` makes. */
export const madePlayers: MadeRows = {
  dataset: 'players',
  said: {
    partner_company_id: '133',
    player_code: `printf('%016X', hash(range, 'player'))`,
    language_code: `'ENG'`,
    gender: `substr('MF', cast(range % 2 + 1 as integer), 1)`,
    city_name: `'City ' || (range % 5000)`,
    post_code: `cast(10000 + range % 80000 as varchar)`,
    country_code: `(['FI', 'SE', 'DE', 'NO', 'EE'])[range % 5 + 1]`,
    player_ccy_code: `(['EUR', 'SEK', 'EUR', 'NOK', 'EUR'])[range % 5 + 1]`,
  },
};
