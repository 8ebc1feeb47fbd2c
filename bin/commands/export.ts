import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { explainExportFault } from '../../client/local/disk-fault.ts';
import { openLakeLazily } from '../../client/local/query-lake.ts';
import type { CsvOptions } from '../../client/queries/csv.ts';
import { toResult } from '../../client/queries/result.ts';
import { type FileFormat, writeAthenaView, writeLocalView } from '../../client/queries/write-view-file.ts';
import { views } from '../../glue/views/index.ts';
import type { View } from '../../glue/views/view.ts';
import { printResult } from '../output/print-result.ts';
import { startProgress } from '../output/progress.ts';
import { athenaOption, excelOption, lakeOption } from './options.ts';
import { findView } from './sql.ts';
import { type LakeChoice, mustBeQueryable, withLake } from './with-lake.ts';

const fileFormats: readonly FileFormat[] = ['parquet', 'csv'];

export function exportCommand() {
  return new Command('export')
    .description('Write views as files for other tools, amounts exact.')
    .argument('[view...]', 'the views; by default all by day, week, month and year')
    .requiredOption('--out <dir>', 'the folder to write <view>.parquet or <view>.csv into')
    .addOption(
      new Option('--format <format>', 'the format of the files')
        .choices(fileFormats)
        .default('parquet' as const),
    )
    .addOption(excelOption())
    .addOption(lakeOption())
    .addOption(athenaOption())
    .action(async (names, { out, format, excel, ...choice }) => {
      const chosen = names.length > 0 ? names.map(findView) : views.filter(({ grain }) => grain !== null);
      const rows: [string, string, bigint][] = [];
      try {
        await mkdir(out, { recursive: true });
        await withWriter(choice, out, async (write) => {
          const progress = startProgress('exporting');
          for (const [done, view] of chosen.entries()) {
            progress.update(`exporting ${view.name}, ${done} of ${chosen.length} views done`);
            const path = join(resolve(out), `${view.name}.${format}`);
            rows.push([
              view.name,
              path,
              await write(view, path, format, { excel }).finally(() => progress.end()),
            ]);
          }
          progress.end();
        });
      } catch (error) {
        throw explainExportFault(error, out);
      }
      const columns = [
        { name: 'view', type: 'VARCHAR' },
        { name: 'file', type: 'VARCHAR' },
        { name: 'rows_count', type: 'BIGINT' },
      ];
      await printResult(toResult(columns, rows), 'table');
    });
}

type WriteView = (view: View, path: string, format: FileFormat, options: CsvOptions) => Promise<bigint>;

async function withWriter(
  choice: LakeChoice,
  out: string,
  use: (write: WriteView) => Promise<void>,
): Promise<void> {
  if (choice.athena !== undefined) {
    return withLake(choice, (lake) => use((view, ...file) => writeAthenaView(lake, view, ...file)));
  }
  await mustBeQueryable(choice.lake);
  const reader = await openLakeLazily(choice.lake, [out]);
  try {
    await use(async (view, ...file) => {
      await reader.bind(`from ${view.name}`);
      return writeLocalView(reader.connection, view, ...file);
    });
  } finally {
    await reader.close();
  }
}
