import { Command, Option } from '@commander-js/extra-typings';
import { datasetNames } from '../../glue/datasets.ts';
import { toOpenAndCorrectedSql, toReasonsSql } from '../../glue/health.ts';
import { toSqlText } from '../../glue/sql.ts';
import type { LakeQueries } from '../../query/lake-queries.ts';
import { readColumns } from '../../query/read-columns.ts';
import { collectRows } from '../../query/result.ts';
import { printResult } from '../output/print-result.ts';
import { athenaOption, formatOption, lakeOption, readPositive } from './options.ts';
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
    .addHelpText(
      'after',
      `
To mend lines: save them, correct each raw_line, and land them again beside their original:
  betlake quarantine --lines 1000 --format json > refused.json
  betlake replay refused.json
`,
    )
    .action(async ({ format, dataset, lines, ...choice }) => {
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
        await printResult(await answer, format);
        // On AWS replays do not know which lines they correct, and another query costs.
        if (lake.engine === 'duckdb') await reportCorrected(lake, where);
      });
    });
}

async function reportCorrected(lake: LakeQueries, where: string): Promise<void> {
  const [counts] = await collectRows(await lake.run(toOpenAndCorrectedSql(where)));
  if (counts && counts.corrected_count !== 0n)
    process.stderr.write(`${counts.open_count} open, ${counts.corrected_count} corrected by replays\n`);
}

const lineColumns = findView('quarantine').columns;
