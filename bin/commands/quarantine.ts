import { Command, Option } from '@commander-js/extra-typings';
import type { CsvOptions } from '../../client/queries/csv.ts';
import { collectRows, type LakeQueries, toResult, type Value } from '../../client/queries/result.ts';
import { readColumns } from '../../client/queries/write-view-file.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { type FaultCode, faultCodes } from '../../glue/fault.ts';
import { toOpenAndCorrectedSql, toReasonsSql } from '../../glue/health.ts';
import { toSqlText } from '../../glue/sql.ts';
import { type Format, print, printResult } from '../output/print-result.ts';
import { athenaOption, excelOption, formatOption, lakeOption, readPositive } from './options.ts';
import { findView } from './sql.ts';
import { withLake } from './with-lake.ts';

export function quarantineCommand() {
  return new Command('quarantine')
    .description('Show the lines that were refused, by reason, and what to do about each.')
    .addOption(new Option('--dataset <name>', 'only lines of this data set').choices(datasetNames))
    .option(
      '--lines <n>',
      'show this many of the lines themselves, with their file and line number',
      readPositive,
    )
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      `
To correct lines: save them, edit each raw_line, and replay them:
  betlake quarantine --lines 1000 --format json > refused.json
  betlake replay refused.json
`,
    )
    .action(async ({ format, excel, dataset, lines, ...choice }) => {
      const where = dataset === undefined ? 'true' : `dataset = ${toSqlText(dataset)}`;
      await withLake(choice, async (lake) => {
        if (lines === undefined)
          await printReasons(lake, toReasonsSql(lake.engine, where), format, { excel });
        else {
          const source = `from quarantine\nwhere ${where}\norder by landing_key, line_number\nlimit ${lines}`;
          await printResult(await readColumns(lake, lineColumns, source), format, { excel });
        }
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

/**
 * Prints why lines were refused and what to do about it: in a column beside each reason, or for a table, which has no
 * room for sentences, once for each code below it.
 *
 * @param sql of the reasons, from `toReasonsSql`
 */
export async function printReasons(
  { run }: Pick<LakeQueries, 'run'>,
  sql: string,
  format: Format,
  csv: CsvOptions = {},
): Promise<void> {
  const { columns, batches } = await run(sql);
  const rows: (readonly Value[])[] = [];
  for await (const batch of batches) rows.push(...batch);
  const at = columns.findIndex(({ name }) => name === 'code');
  if (format !== 'table') {
    const helped = rows.map((row) => [...row, findHelp(row[at])]);
    return printResult(toResult([...columns, { name: 'what_to_do', type: 'VARCHAR' }], helped), format, csv);
  }
  await printResult(toResult(columns, rows), format);
  const codes = [...new Set(rows.map((row) => String(row[at])))];
  if (codes.length === 0) return;
  const width = Math.max(...codes.map((code) => code.length));
  await print(
    `\nWhat to do\n${codes.map((code) => `  ${code.padEnd(width)}  ${findHelp(code)}\n`).join('')}`,
  );
}

/** A lake written by another version may have codes that this one does not know. */
function findHelp(code: Value | undefined): string {
  return faultCodes[code as FaultCode]?.fix ?? 'Correct the line as its message says, then replay it.';
}
