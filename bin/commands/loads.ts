import { Command } from '@commander-js/extra-typings';
import { printResult } from '../output/print-result.ts';
import { formatOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

const sql = `select
  dataset, landing_key, status, lines, accepted, quarantined, blank, dates, unknown_fields, loaded_dt, error_code,
  error_message
from loads
order by landing_key`;

export function loadsCommand() {
  return new Command('loads')
    .description('Show the ledger: every landing file, what became of it and its lines.')
    .addOption(lakeOption())
    .addOption(formatOption())
    .action(async ({ lake, format }) => {
      await withLake(lake, async (run) => printResult(await run(sql), format));
    });
}
