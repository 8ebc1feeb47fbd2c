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
    country_code: `(['IE', 'IE', 'GB', 'CA', 'SI', 'ZA', 'FI', 'NO'])[range % 8 + 1]`,
    player_ccy_code: `(['EUR', 'EUR', 'GBP', 'CAD', 'EUR', 'ZAR', 'EUR', 'EUR'])[range % 8 + 1]`,
  },
};
