import { Command, Option } from '@commander-js/extra-typings';
import { datasetNames } from '../../glue/datasets.ts';
import { toSqlText } from '../../glue/sql.ts';
import type { LakeQueries } from '../../query/lake-queries.ts';
import { readColumns } from '../../query/read-columns.ts';
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
      });
    });
}

const lineColumns = findView('quarantine').columns;

/** The reasons of the refused lines that `where` keeps, the most frequent first. */
export function toReasonsSql(engine: LakeQueries['engine'], where: string): string {
  // The one place where the two dialects part: how a list of records becomes rows.
  const faults =
    engine === 'duckdb'
      ? `select dataset, landing_key, line_number, unnest(faults, recursive := true)
  from quarantine`
      : `select dataset, landing_key, line_number, fault."column", fault.code, fault.message
  from quarantine
  cross join unnest(faults) as fault ("column", code, message)`;
  return `with faults as (
  ${faults}
  where ${where}
)

select
  dataset,
  "column",
  code,
  cast(count(*) as bigint) as faults_count,
  cast(count(distinct concat(landing_key, ':', cast(line_number as varchar))) as bigint) as lines_count,
  min(message) as example
from faults
group by 1, 2, 3
order by faults_count desc, 1, 2 nulls first, 3`;
}
