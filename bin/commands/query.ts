import { Command, Option } from '@commander-js/extra-typings';
import { views } from '../../glue/views/index.ts';
import { formats, printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

export function queryCommand() {
  return new Command('query')
    .description('Run an SQL query; the lake can only be read.')
    .argument('<sql>', 'one SELECT over the views')
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(
      new Option('--format <format>', 'how rows are printed; arrow is an IPC stream')
        .choices([...formats, 'arrow'] as const)
        .default('table' as const),
    )
    .addOption(excelOption())
    .addHelpText('after', `\nViews:\n${views.map(({ name }) => `  ${name}`).join('\n')}\n`)
    .action(async (sql, { lake, athena, format, excel }) => {
      await withLake({ lake, athena }, async ({ run }) => printResult(await run(sql), format, { excel }));
    });
}
