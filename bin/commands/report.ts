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
    .description('Write the page of `explore` as one HTML file to send to somebody.')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(
      new Option('--by <period>', 'the period that is shown first; the others are in it too')
        .choices(periodNames)
        .default('week' as const),
    )
    .addOption(fromOption())
    .addOption(toOption())
    .option(
      '--where <column=value>',
      'keep these alone; again for more values or columns; no value is NULL',
      readFilter,
      [],
    )
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addHelpText(
      'after',
      `
The file holds the metrics of players by their codes: send it to whom may see those.

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
      const progress = startProgress('asking the lake');
      await withExplored(choice, async (lake) => {
        await lake.whenCached();
        const report = await collectReport(lake, state, new Date(), (done, all) =>
          progress.say(`asking the lake: ${done} of ${all} answers`),
        ).finally(() => progress.end());
        await writeFile(out, toReportHtml(page, report));
      });
      await print(`${out}\n`);
    });
}
