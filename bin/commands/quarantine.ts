import { Command, Option } from '@commander-js/extra-typings';
import { datasetNames } from '../../glue/datasets.ts';
import { toReasonsSql } from '../../glue/health.ts';
import { toSqlText } from '../../glue/sql.ts';
import { readColumns } from '../../query/read-columns.ts';
import { printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption, readPositive } from './options.ts';
import { findView } from './sql.ts';
import { withLake } from './with-lake.ts';

export function quarantineCommand() {
  return new Command('quarantine')
    .description('Show the lines that were refused, by reason.')
    .addOption(new Option('--dataset <name>', 'of this data set alone').choices(datasetNames))
    .option('--lines <n>', 'show this many of the lines themselves, with where they came from', readPositive)
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      `
To mend lines: save them, correct each raw_line, and land them again beside their original:
  betlake quarantine --lines 1000 --format json > refused.json
  betlake replay refused.json
`,
    )
    .action(async ({ format, excel, dataset, lines, ...choice }) => {
      const where = dataset === undefined ? 'true' : `dataset = ${toSqlText(dataset)}`;
      await withLake(choice, async (lake) => {
        const answer =
          lines === undefined
            ? lake.run(toReasonsSql(lake.engine, where))
            : readColumns(
                lake,
                lineColumns,
                `from quarantine\nwhere ${where}\norder by landing_key, line_number\nlimit ${lines}`,
              );
        await printResult(await answer, format, { excel });
      });
    });
}

const lineColumns = findView('quarantine').columns;
