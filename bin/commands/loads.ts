import { Command } from '@commander-js/extra-typings';
import { loads } from '../../glue/ledger-tables.ts';
import { readColumns } from '../../query/read-columns.ts';
import { printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

/** What the ledger tells a person; the rest of it is for the work itself. */
const shown = new Set([
  'dataset',
  'landing_key',
  'status',
  'lines',
  'accepted',
  'quarantined',
  'blank',
  'dates',
  'unknown_fields',
  'loaded_dt',
  'error_code',
  'error_message',
]);

export function loadsCommand() {
  return new Command('loads')
    .description('Show the ledger: every landing file, what became of it and its lines.')
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .action(async ({ format, excel, ...choice }) => {
      const columns = loads.columns.filter(({ name }) => shown.has(name));
      await withLake(choice, async (lake) =>
        printResult(await readColumns(lake, columns, 'from loads\norder by landing_key'), format, { excel }),
      );
    });
}
