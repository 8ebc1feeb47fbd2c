import { Argument, Command, Option } from '@commander-js/extra-typings';
import {
  type MetricQuery,
  metricNames,
  type Period,
  periods,
  toMetricSql,
} from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { print, printResult } from '../output/print-result.ts';
import { checkColumn, checkRange, checkValues, readFilter } from './filters.ts';
import {
  athenaOption,
  excelOption,
  formatOption,
  fromOption,
  lakeOption,
  readList,
  readPositive,
  toOption,
} from './options.ts';
import { withLake } from './with-lake.ts';

export function metricsCommand() {
  return new Command('metrics')
    .description(
      'Compute one of the four metrics by period, sliced and filtered, exact for every combination.',
    )
    .addArgument(new Argument('<metric>', 'the metric').choices(metricNames))
    .addOption(
      new Option('--by <period>', 'the period; all: the whole range as one period')
        .choices([...(Object.keys(periods) as Period[]), 'all'] as const)
        .makeOptionMandatory(),
    )
    .option('--slice <columns>', 'columns to slice by, separated by commas', readSlices, [])
    .option(
      '--where <column=value>',
      'keep only these bets; repeat it for more values or columns; an empty value is NULL',
      readFilter,
      [],
    )
    .addOption(fromOption())
    .addOption(toOption())
    .option('--top <n>', 'keep the first of each period (and currency, for amounts)', readPositive)
    .option(
      '--top-within <columns>',
      'columns of --slice: --top and popularity_rank start again for each of their values',
      readSlices,
      [],
    )
    .option('--total', 'leave the player or game out: the totals of each slice')
    .option('--sql', 'print the SQL instead of running it; it runs as it is in Athena')
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      `
Columns to slice and filter by: ${sliceNames.join(', ')}

Examples:
  betlake metrics most-played-games --by week --top 5
  betlake metrics amounts-per-player --by month --where country_code=FI --where country_code=SE --top 10
  betlake metrics most-played-games --by month --slice bet_channel_code --top 5 --top-within bet_channel_code
  betlake metrics distinct-games-per-player --by all --from today-7 --to yesterday --top 10
  betlake metrics bets-per-player --by month --slice country_code,game_type_code --total
`,
    )
    .action(async (metric, { lake, athena, format, excel, sql: showSql, ...options }) => {
      const query: MetricQuery = { metric, ...options };
      checkRange(query);
      checkTopWithin(query);
      if (showSql) {
        await print(`${toMetricSql(query)}\n`);
        return;
      }
      await withLake({ lake, athena }, async ({ run }) => {
        await checkValues(run, query.where);
        await printResult(await run(toMetricSql(query)), format, { excel });
      });
    });
}

/** @throws BetlakeError where a column to rank within is not a slice */
function checkTopWithin({ slice, topWithin = [] }: MetricQuery): void {
  const missing = topWithin.filter((name) => !slice.includes(name));
  if (missing.length === 0) return;
  const columns = [...slice, ...missing].join(',');
  throw new BetlakeError(
    `--top-within ${missing.join(',')} is not among the slices; slice by it too, with --slice ${columns}`,
  );
}

function readSlices(text: string, before: readonly string[]): string[] {
  const names = readList(text, before);
  for (const name of names) checkColumn(name);
  return [...new Set(names)];
}
