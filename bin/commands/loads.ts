import { Command, Option } from '@commander-js/extra-typings';
import { readColumns } from '../../client/queries/write-view-file.ts';
import { loads } from '../../glue/ledger-tables.ts';
import { toSqlText } from '../../glue/sql.ts';
import { printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

/** The columns of the ledger that people need; the loader itself uses the others. */
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

/** By the last attempt, whether it loaded the file or failed. */
const newestFirst = 'greatest(loaded_dt, coalesce(error_dt, loaded_dt)) desc, landing_key';

export function loadsCommand() {
  return new Command('loads')
    .description(
      'Show the ledger, the newest load first: every landing file, whether it loaded, and counts of its lines.',
    )
    .addOption(
      new Option(
        '--status <status>',
        'only files whose newest version was loaded, failed as a whole, or was unloaded by hand',
      ).choices(['loaded', 'failed', 'unloaded'] as const),
    )
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .action(async ({ format, excel, status, ...choice }) => {
      const columns = loads.columns.filter(({ name }) => shown.has(name));
      const where = status === undefined ? '' : `where status = ${toSqlText(status)}\n`;
      const source = `from loads\n${where}order by ${newestFirst}`;
      await withLake(choice, async (lake) =>
        printResult(await readColumns(lake, columns, source), format, { excel }),
      );
    });
}
