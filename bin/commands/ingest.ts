import { Argument, Command, Option } from '@commander-js/extra-typings';
import { datasetNames } from '../../glue/datasets.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { explainDiskFault } from '../../local/disk-fault.ts';
import { findLandingFiles, type LandingFile } from '../../local/find-landing-files.ts';
import { type FileLoad, ingestFiles } from '../../local/ingest-files.ts';
import { openLakeForWriting } from '../../local/lake.ts';
import { type FailedDay, refreshInvalidDays } from '../../local/refresh-invalid-days.ts';
import { toResult } from '../../query/result.ts';
import { printResult } from '../output/print-result.ts';
import { showCount, startProgress } from '../output/progress.ts';
import { toPrintableMessage } from '../output/to-printable.ts';
import { formatOption, lakeOption } from './options.ts';

export function ingestCommand() {
  return new Command('ingest')
    .description('Load landing files (.jsonl, .jsonl.gz) into the lake and bring the rollups up to date.')
    .addArgument(new Argument('<path...>', 'files or folders'))
    .addOption(new Option('--dataset <name>', 'the data set of all of them').choices(datasetNames))
    .option('--no-rollup', 'leave the rollups for the next run')
    .addOption(lakeOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
A file's data set is told from the nearest folder named ${datasetNames.join(', ')}, or from its own name.
Files are told apart by <data set>/<path below its folder>; one whose content has not changed is left alone.

Examples:
  betlake ingest landing
  betlake ingest export.jsonl.gz --dataset bets
`,
    )
    .action(async (paths, { lake: folder, dataset, rollup, format }) => {
      const { loads, days, failed } = await ingest(folder, await findLandingFiles(paths, dataset), {
        rollup,
      });
      if (format === 'json') {
        const rows = loads.map((load) => JSON.stringify(toRow(load)));
        process.stdout.write(`{"loads": [\n${rows.join(',\n')}\n], "rollup": ${JSON.stringify({ days })}}\n`);
      } else {
        await printResult(toLoadsResult(loads), format);
      }
      warn(loads, days, rollup);
      reportFailedDays(failed);
      if (loads.some(({ status }) => status === 'failed')) process.exitCode = 1;
    });
}

export interface IngestOutcome {
  readonly loads: readonly FileLoad[];
  /** Days whose activity was computed. */
  readonly days: readonly string[];
  /** Days that could not be refreshed. */
  readonly failed: readonly FailedDay[];
}

/** Ingests files with progress; what the commands `ingest`, `replay` and `start` share. */
export async function ingest(
  folder: string,
  files: readonly LandingFile[],
  { rollup }: { readonly rollup: boolean } = { rollup: true },
): Promise<IngestOutcome> {
  const lake = await openLakeForWriting(folder);
  const progress = startProgress(`loading ${showCount(files.length)} files`);
  try {
    const loads: FileLoad[] = [];
    let lines = 0;
    for await (const load of ingestFiles(lake, files)) {
      loads.push(load);
      lines += load.record?.lines ?? 0;
      progress.say(`loaded ${loads.length} of ${files.length} files, ${showCount(lines)} lines`);
    }
    const { days, failed } = rollup
      ? await refreshInvalidDays(lake, (done, all, day) =>
          progress.say(`rolled up ${day}, ${done} of ${all} days`),
        )
      : { days: [], failed: [] };
    if (rollup) await sweepUnnamedFiles(lake.store, lake.now(), dayMs);
    return { loads, days, failed };
  } catch (error) {
    throw explainDiskFault(error, folder);
  } finally {
    progress.end();
    lake.close();
  }
}

/** Names the days that could not be refreshed, and makes the run one that failed. */
export function reportFailedDays(failed: readonly FailedDay[]): void {
  for (const { dataset, date, error } of failed) {
    process.stderr.write(`failed: ${dataset} of ${date}: ${toPrintableMessage(error)}\n`);
  }
  if (failed.length === 0) return;
  process.stderr.write(`${failed.length} days are as they were; the next run tries them again\n`);
  process.exitCode = 1;
}

/** Longer than any query reads: what it has begun to read stays that long. */
const dayMs = 86_400_000;

/** A load as it is printed. */
export function toRow({ file, status, record }: FileLoad) {
  return {
    dataset: file.dataset,
    key: file.key,
    status,
    lines: record?.lines ?? 0,
    accepted: record?.accepted ?? 0,
    quarantined: record?.quarantined ?? 0,
    blank: record?.blank ?? 0,
    dates: record?.dates ?? [],
  };
}

function toLoadsResult(loads: readonly FileLoad[]) {
  const columns = ['dataset', 'key', 'status', 'lines', 'accepted', 'quarantined', 'blank', 'dates'];
  const rows = loads.map((load) => {
    const { dates, ...row } = toRow(load);
    const shown = dates.length > 2 ? `${dates[0]} … ${dates.at(-1)} (${dates.length} days)` : dates.join(' ');
    return [...Object.values(row), shown];
  });
  return toResult(
    columns.map((name, index) => ({ name, type: index >= 3 && index <= 6 ? 'BIGINT' : 'VARCHAR' })),
    rows,
  );
}

function warn(loads: readonly FileLoad[], days: readonly string[], rollup: boolean): void {
  const failed = loads.filter(({ status }) => status === 'failed');
  for (const { error } of failed) process.stderr.write(`failed: ${toPrintableMessage(error ?? '')}\n`);
  const refused = loads.reduce((sum, { record }) => sum + (record?.quarantined ?? 0), 0);
  if (refused > 0) {
    process.stderr.write(
      `warning: ${showCount(refused)} lines were refused; see why with: betlake quarantine\n`,
    );
  }
  const rolledUp = rollup ? `, ${days.length} days rolled up` : '; the rollups are left for the next run';
  process.stderr.write(`${loads.length - failed.length} of ${loads.length} files in the lake${rolledUp}\n`);
}
