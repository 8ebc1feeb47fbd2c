import { writeFile } from 'node:fs/promises';
import { Command, Option } from '@commander-js/extra-typings';
import { periodNames } from '../../explore/contract.ts';
import { bundlePage } from '../../explore/server/bundle-page.ts';
import { collectReport, toReportHtml } from '../../explore/server/make-report.ts';
import { print } from '../output/print-result.ts';
import { startProgress } from '../output/progress.ts';
import { withExplored } from './explore.ts';
import { checkRange, checkValues, readFilter } from './filters.ts';
import { athenaOption, fromOption, lakeOption, toOption } from './options.ts';
import { withLake } from './with-lake.ts';

export function reportCommand() {
  return new Command('report')
    .description('Write the page of `explore` as one HTML file that can be sent.')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(
      new Option('--by <period>', 'the period that is shown first; the file has the others too')
        .choices(periodNames)
        .default('week' as const),
    )
    .addOption(fromOption())
    .addOption(toOption())
    .option(
      '--where <column=value>',
      'keep only these bets; repeat it for more values or columns; an empty value is NULL',
      readFilter,
      [],
    )
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addHelpText(
      'after',
      `
The file has the metrics of players by their codes: send it only to people who may see those.

Examples:
  betlake report --out october.html --from 2021-10-01 --to 2021-10-31
  betlake report --out finland.html --by month --where country_code=FI
`,
    )
    .action(async ({ out, by, from, to, where, ...choice }) => {
      checkRange({ from, to });
      const state = { by, where, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      await withLake(choice, ({ run }) => checkValues(run, where));
      const page = await bundlePage();
      const progress = startProgress('querying the lake');
      await withExplored(choice, async (lake) => {
        await lake.whenCached();
        const report = await collectReport(lake, state, new Date(), (done, all) =>
          progress.update(`querying the lake: ${done} of ${all} queries done`),
        ).finally(() => progress.end());
        await writeFile(out, toReportHtml(page, report));
      });
      await print(`${out}\n`);
    });
}
