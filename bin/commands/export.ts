import { mkdir, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { toSqlText } from '../../glue/sql.ts';
import { views } from '../../glue/views.ts';
import { BetlakeError } from '../../lambdas/lake/errors.ts';
import { openLakeForReading } from '../../local/query-lake.ts';
import { toResult } from '../../query/result.ts';
import { printResult } from '../output/print-result.ts';
import { startProgress } from '../output/progress.ts';
import { lakeOption } from './options.ts';
import { findView } from './sql.ts';

export function exportCommand() {
  return new Command('export')
    .description('Write views as files for other tools, amounts exact.')
    .argument('[view...]', 'the views; without any, all that go by day, week, month and year')
    .requiredOption('--out <dir>', 'the folder to write <view>.parquet or <view>.csv into')
    .addOption(
      new Option('--format <format>', 'the format of the files')
        .choices(['parquet', 'csv'] as const)
        .default('parquet' as const),
    )
    .addOption(lakeOption())
    .action(async (names, { out, format, lake }) => {
      const chosen = names.length > 0 ? names.map(findView) : views.filter(({ grain }) => grain !== null);
      if (!(await stat(lake).catch(() => undefined))) {
        throw new BetlakeError(
          `there is no lake in ${lake}; make one with: betlake ingest PATH --lake ${lake}`,
        );
      }
      await mkdir(out, { recursive: true });
      const reader = await openLakeForReading(lake, [out]);
      const progress = startProgress('exporting');
      const rows: [string, string, bigint][] = [];
      try {
        for (const [done, { name }] of chosen.entries()) {
          progress.say(`exporting ${name}, ${done} of ${chosen.length} views done`);
          const path = join(resolve(out), `${name}.${format}`);
          const options = format === 'csv' ? 'format csv, header true' : "format parquet, codec 'zstd'";
          await reader.connection.run(
            `copy (select * from ${name}) to ${toSqlText(`${path}.part`)} (${options})`,
          );
          await rename(`${path}.part`, path);
          const counted = await reader.connection.runAndReadAll(`select count(*) from ${name}`);
          rows.push([name, path, counted.getRows()[0]?.[0] as bigint]);
        }
      } finally {
        progress.end();
        await reader.close();
      }
      const columns = ['view', 'file', 'rows_count'].map((name) => ({
        name,
        type: name === 'rows_count' ? 'BIGINT' : 'VARCHAR',
      }));
      await printResult(toResult(columns, rows), 'table');
    });
}
