import { Command, Option } from '@commander-js/extra-typings';
import { datasetNames } from '../../glue/datasets.ts';
import { toSqlText } from '../../glue/sql.ts';
import { printResult } from '../output/print-result.ts';
import { formatOption, lakeOption, readPositive } from './options.ts';
import { withLake } from './with-lake.ts';

export function quarantineCommand() {
  return new Command('quarantine')
    .description('Show the lines that were refused, by reason.')
    .addOption(new Option('--dataset <name>', 'of this data set alone').choices(datasetNames))
    .option('--lines <n>', 'show this many of the lines themselves, with where they came from', readPositive)
    .addOption(lakeOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
To mend lines: save them, correct each raw_line, and land them again beside their original:
  betlake quarantine --lines 1000 --format json > refused.json
  betlake replay refused.json
`,
    )
    .action(async ({ lake, format, dataset, lines }) => {
      const where = dataset === undefined ? 'true' : `dataset = ${toSqlText(dataset)}`;
      const sql = lines === undefined ? toReasonsSql(where) : toLinesSql(where, lines);
      await withLake(lake, async (run) => printResult(await run(sql), format));
    });
}

/** The reasons of the refused lines that `where` keeps, the most frequent first. */
export function toReasonsSql(where: string): string {
  return `with faults as (
  select dataset, landing_key, line_number, unnest(faults, recursive := true)
  from quarantine
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

function toLinesSql(where: string, lines: number): string {
  return `select
  dataset, landing_key, object_version, line_number, byte_offset, raw_line, raw_line_base64, faults
from quarantine
where ${where}
order by landing_key, line_number
limit ${lines}`;
}
