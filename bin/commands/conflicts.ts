import { Command } from '@commander-js/extra-typings';
import { printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

export function conflictsCommand() {
  return new Command('conflicts')
    .description(
      'Show bets whose rows differ without a newer last_event_dt, and bets that stand on several dates.',
    )
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .action(async ({ lake, athena, format, excel }) => {
      const sql =
        'select bet_id, bet_date, rows_count, reason from bet_conflicts order by bet_id, bet_date, reason';
      await withLake({ lake, athena }, async ({ run }) => printResult(await run(sql), format, { excel }));
    });
}
