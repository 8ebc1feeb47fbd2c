import { basename, join } from 'node:path';
import { Argument, Command, Option } from '@commander-js/extra-typings';
import { explainDiskFault } from '../../client/local/disk-fault.ts';
import { findLandingFiles, type LandingFile, toNameList } from '../../client/local/find-landing-files.ts';
import { type FileLoad, ingestFiles } from '../../client/local/ingest-files.ts';
import { findGoneFiles, type KnownFile, readKnownFiles } from '../../client/local/known-files.ts';
import { type LocalLake, openLakeForWriting } from '../../client/local/lake.ts';
import { mustBeLakeOrEmpty } from '../../client/local/lake-folder.ts';
import { type FailedDay, refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';
import { describeRivals } from '../../client/local/rival-names.ts';
import { describeOutdated, sweepLocalLake } from '../../client/local/sweep-local-lake.ts';
import { toResult } from '../../client/queries/result.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { explainOtherSign, hasOtherSign } from '../../glue/debit-signs.ts';
import { landingEndings } from '../../glue/landing-name.ts';
import { print, printResult } from '../output/print-result.ts';
import { showCount, showCountOf, startProgress } from '../output/progress.ts';
import { toPrintableMessage } from '../output/to-printable.ts';
import { excelOption, formatOption, lakeOption, toLakeOption } from './options.ts';

export function ingestCommand() {
  return new Command('ingest')
    .description(`Load landing files (${landingEndings}) into the lake and bring the rollups up to date.`)
    .addArgument(new Argument('<path...>', 'files or folders'))
    .addOption(new Option('--dataset <name>', 'the data set of all of them').choices(datasetNames))
    .option('--replace', 'accept a file that drops all rows or all dates that it had loaded, as a correction')
    .option('--no-rollup', 'do not update the rollups; the next run or `betlake refresh` does')
    .addOption(lakeOption())
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      `
A file's data set is that of the nearest folder named ${datasetNames.join(', ')}, or of a word in its own name.
A file's key identifies it: <data set>/<path below the folder of that name>, or, where no such folder contains
it, the path below the folder that the lake is in. A file whose content has not changed is skipped; a changed
one replaces all rows that it had loaded.

Examples:
  betlake ingest data                   data/bets.json, data/players.json, data/games.json
  betlake ingest exports                exports/bets/2021-10-04.jsonl.gz, exports/players/…
  betlake ingest export.jsonl.gz --dataset bets
`,
    )
    .action(async (paths, { lake: folder, dataset, rollup, replace = false, format, excel }) => {
      await mustBeLakeOrEmpty(folder);
      const known = await readKnownFiles(folder);
      const found = await findLandingFiles(paths, { dataset, lake: folder, known });
      reportSkipped(found.skipped, paths);
      const { loads, days, failed } = await ingest(folder, found.files, { rollup, replace });
      if (loads.some(({ status }) => status === 'failed')) process.exitCode = 1;
      if (format === 'json') {
        const rows = loads.map((load) => JSON.stringify(toRow(load)));
        await print(`{"loads": [\n${rows.join(',\n')}\n], "rollup": ${JSON.stringify({ days })}}\n`);
      } else {
        await printResult(toLoadsResult(loads), format, { excel });
      }
      warn(loads, days, rollup);
      reportNotes(loads, known);
      await reportGone(await findGoneFiles(known, found), paths, folder);
      reportFailedDays(failed);
    });
}

export interface IngestOutcome {
  readonly loads: readonly FileLoad[];
  /** Days whose activity was computed. */
  readonly days: readonly string[];
  /** Days that could not be refreshed. */
  readonly failed: readonly FailedDay[];
}

/** Ingests files and shows the progress, for the commands `ingest`, `refresh`, `replay` and `start`. */
export async function ingest(
  folder: string,
  files: readonly LandingFile[],
  { rollup = true, replace = false }: { readonly rollup?: boolean; readonly replace?: boolean } = {},
): Promise<IngestOutcome> {
  const lake = await openLakeForWriting(folder);
  const progress = startProgress(
    files.length > 0 ? `loading ${showCount(files.length)} files` : 'refreshing',
  );
  try {
    const loads: FileLoad[] = [];
    let lines = 0;
    for await (const load of ingestFiles(lake, files, { replace })) {
      loads.push(load);
      lines += load.record?.lines ?? 0;
      progress.update(`loaded ${loads.length} of ${files.length} files, ${showCount(lines)} lines`);
    }
    const { days, failed } = rollup
      ? await refreshInvalidDays(lake, (done, all, day) =>
          progress.update(`rolled up ${day}, ${done} of ${all} days`),
        )
      : { days: [], failed: [] };
    const outdated = rollup ? await sweepLocalLake(lake) : [];
    progress.end();
    warnOfSigns(loads, lake);
    if (outdated.length > 0)
      process.stderr.write(`warning: ${toPrintableMessage(describeOutdated(outdated))}\n`);
    return { loads, days, failed };
  } catch (error) {
    throw explainDiskFault(error, folder);
  } finally {
    progress.end();
    lake.close();
  }
}

/** Spending comes out negative where the sign of debits is set wrongly: the warning says what to set. */
function warnOfSigns(loads: readonly FileLoad[], { store, definition: { debits } }: LocalLake): void {
  const [first, ...others] = loads.filter(({ record }) => record && hasOtherSign(record, debits));
  if (!first) return;
  const files = { count: others.length + 1, example: first.file.key };
  const remedy = `${join(store.root, 'lake.json')} and ingest again: every day is then computed again`;
  process.stderr.write(`warning: ${toPrintableMessage(explainOtherSign(files, debits, remedy))}\n`);
}

/** Reports the days that could not be refreshed, and sets the exit code to 1. */
export function reportFailedDays(failed: readonly FailedDay[]): void {
  for (const { dataset, date, error } of failed) {
    process.stderr.write(`failed: ${dataset} of ${date}: ${toPrintableMessage(error)}\n`);
  }
  if (failed.length === 0) return;
  process.stderr.write(
    `${showCountOf(failed.length, 'day')} not refreshed, with results as before; to try again, run: betlake refresh\n`,
  );
  process.exitCode = 1;
}

/** A load as it is printed. */
function toRow({ file, status, record }: FileLoad) {
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

/** Notes which of two files wins that look like an original and its correction, where one of them is new or changed. */
function reportNotes(loads: readonly FileLoad[], known: readonly KnownFile[]): void {
  const notes = loads.flatMap((load) => load.notes);
  const changed = loads.filter(({ status }) => status === 'loaded' || status === 'replaced');
  const loaded = loads.filter(({ record }) => record && record.accepted > 0).map(({ file }) => file);
  const keys = [...known.filter(({ hasRows }) => hasRows), ...loaded].map(({ key }) => key);
  const changedKeys = changed.map(({ file }) => file.key);
  notes.push(...describeRivals(changedKeys, keys));
  for (const note of notes) process.stderr.write(`note: ${toPrintableMessage(note)}\n`);
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
  const rolledUp = rollup
    ? `, ${showCountOf(days.length, 'day')} rolled up`
    : '; results leave them out until the next run or: betlake refresh';
  process.stderr.write(
    `${loads.length - failed.length} of ${showCountOf(loads.length, 'file')} in the lake${rolledUp}\n`,
  );
}

function reportSkipped(names: readonly string[], paths: readonly string[]): void {
  if (names.length === 0) return;
  // Names that the user may have meant come first.
  const [hidden, shown] = [true, false].map((isHidden) =>
    names.filter((name) => basename(name).startsWith('.') === isHidden),
  ) as [string[], string[]];
  const list = toPrintableMessage(toNameList([...shown, ...hidden]));
  process.stderr.write(
    `${showCountOf(names.length, 'file')} skipped: ${list}; a landing file's name ends in ${landingEndings}, and neither it nor its folder is hidden. See what they contain with: betlake check ${paths.length > 3 ? 'PATH' : paths.join(' ')}\n`,
  );
}

async function reportGone(gone: readonly KnownFile[], paths: readonly string[], lake: string): Promise<void> {
  const [first] = gone;
  if (first === undefined) return;
  const list = toPrintableMessage(toNameList(gone.map(({ key }) => key)));
  process.stderr.write(
    `${showCountOf(gone.length, 'file')} of this lake ${gone.length === 1 ? 'is' : 'are'} no longer in ${toNameList(paths, 3)}: ${list}; the rows that ${gone.length === 1 ? 'it' : 'they'} had loaded stay in the metrics. To remove them, run: betlake unload ${first.key}${toLakeOption(lake)}\n`,
  );
}
