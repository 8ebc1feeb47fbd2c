import { Argument, Command } from '@commander-js/extra-typings';
import { printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

export function conflictsCommand() {
  return new Command('conflicts')
    .description(
      'Show bets whose rows differ without a newer last_event_dt or are on several dates; or players whose rows name different currencies.',
    )
    .addArgument(new Argument('[what]', 'whose conflicts').choices(['bets', 'players']).default('bets'))
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .action(async (what, { lake, athena, format, excel }) => {
      const sql = conflictsSql[what];
      await withLake({ lake, athena }, async ({ run }) => printResult(await run(sql), format, { excel }));
    });
}

const conflictsSql = {
  bets: 'select bet_id, bet_date, rows_count, reason from bet_conflicts order by bet_id, bet_date, reason',
  players: `select partner_company_id, player_code, player_ccy_code, currencies_count, first_landing_key, last_landing_key
from player_conflicts
order by partner_company_id nulls last, player_code`,
};
